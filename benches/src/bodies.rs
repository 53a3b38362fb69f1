//! The bodies: what a client of `DisassociateUser` reads, from the plain to the extreme.

/// A body, or several that are read in turn.
#[derive(Debug)]
pub struct Input {
    /// A short name, in kebab case.
    pub name: &'static str,
    /// The bodies.
    pub bodies: Vec<Vec<u8>>,
}

impl Input {
    /// Returns how many bytes the bodies have together.
    pub fn len(&self) -> usize {
        self.bodies.iter().map(Vec::len).sum()
    }

    /// Reports whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// An answer as the service gives it.
pub const TYPICAL: &str = r#"{"InstanceUserSummary":{"AssociationDate":"2024-03-01T09:15:27Z","DisassociationDate":"2024-06-30T17:45:00Z","Domain":"corp.example.com","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f3a2b1"}},"InstanceId":"i-0a1b2c3d4e5f67890","Status":"DISASSOCIATED","StatusMessage":"The user was disassociated from the instance","Username":"jane.doe"}}"#;

/// Returns the bodies that decode, all of them successes.
pub fn inputs() -> Vec<Input> {
    let one = |name, body: String| Input { name, bodies: vec![body.into_bytes()] };
    vec![
        one("typical", TYPICAL.to_owned()),
        one("unknown-union", unknown_union()),
        one("escapes", escapes()),
        one("nesting-100", nesting(100)),
        one("unknown-64k", unknown_members(64 << 10)),
        one("unknown-1m", unknown_members(1 << 20)),
        Input { name: "server-order-512", bodies: different(512, false) },
        Input { name: "shuffled-512", bodies: different(512, true) },
    ]
}

/// Returns the body of an error, as the service gives it.
pub fn error() -> Input {
    let body = r#"{"__type":"com.amazonaws.licensemanagerusersubscriptions#ResourceNotFoundException","message":"Instance i-0a1b2c3d4e5f67890 was not found in account 123456789012"}"#;
    Input { name: "error", bodies: vec![body.into()] }
}

fn unknown_union() -> String {
    TYPICAL.replace(
        r#"{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f3a2b1"}}"#,
        r#"{"OktaIdentityProvider":{"Issuer":"https://corp.okta.example/","Groups":["admins","rdp"],"Ttl":3600}}"#,
    )
}

/// 2 KB of text in which every second character needs an escape or more than a byte.
fn escapes() -> String {
    let piece = r#"a\"b\\c\/d\ne\té ü漢字\u00e9\ud83d\ude00😀 "#;
    let text = piece.repeat(2048 / piece.len());
    TYPICAL.replace("The user was disassociated from the instance", &text)
}

fn nesting(depth: usize) -> String {
    let (open, close) = (r#"{"a":["#.repeat(depth / 2), "]}".repeat(depth / 2));
    TYPICAL.replace(
        r#"{"InstanceUserSummary""#,
        &format!(r#"{{"New":{open}{close},"InstanceUserSummary""#),
    )
}

/// Returns an answer in which members stand that the contract does not name, of every kind, `size` bytes of them.
fn unknown_members(size: usize) -> String {
    let mut members = String::new();
    let mut i = 0;
    while members.len() < size {
        members += &format!(
            r#""NewMember{i}":{{"Id":"r-{i:08x}","Arn":"arn:aws:license-manager-user-subscriptions:us-east-1:123456789012:thing/{i}","Count":{i},"Ratio":0.{i},"Enabled":true,"Tags":["a","b\n{i}",null],"Note":"Grüße"}},"#
        );
        i += 1;
    }
    TYPICAL.replace(r#"{"InstanceUserSummary""#, &format!(r#"{{{members}"InstanceUserSummary""#))
}

/// Answers that all differ, with their members in the server's order or in any.
fn different(count: usize, shuffled: bool) -> Vec<Vec<u8>> {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut bodies = Vec::new();
    for i in 0..count {
        let mut members = vec![
            format!(r#""AssociationDate":"2024-{:02}-01T09:15:27Z""#, i % 12 + 1),
            format!(r#""Domain":"corp{i}.example.com""#),
            format!(
                r#""IdentityProvider":{{"ActiveDirectoryIdentityProvider":{{"DirectoryId":"d-{:010x}"}}}}"#,
                random.next()
            ),
            format!(r#""InstanceId":"i-{:017x}""#, random.next()),
            format!(
                r#""Status":"{}""#,
                ["DISASSOCIATED", "DISASSOCIATING", "DISASSOCIATION_FAILED"][i % 3]
            ),
            format!(r#""Username":"user{:x}""#, random.next()),
        ];
        if i % 3 == 0 {
            members.insert(5, r#""StatusMessage":"The instance was not reachable""#.to_owned());
        }
        if i % 2 == 0 {
            members.insert(1, r#""DisassociationDate":"2024-12-30T17:45:00Z""#.to_owned());
        }
        if shuffled {
            for at in (1..members.len()).rev() {
                members.swap(at, random.next() as usize % (at + 1));
            }
        }
        bodies.push(format!(r#"{{"InstanceUserSummary":{{{}}}}}"#, members.join(",")).into_bytes());
    }
    bodies
}

/// Marsaglia's xorshift: the same bodies on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 24
    }
}
