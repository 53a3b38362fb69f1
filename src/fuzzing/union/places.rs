//! The places of unions, and the values of their members. Each value has its wire form and its value form, both written
//! by hand from the specification, so that neither a generator nor a codec decides what is right.

use crate::fuzzing::contracts::MADE_UP;

/// A member that the contract names.
pub(super) struct Known {
    pub(super) name: &'static str,
    /// Values of its shape: on the wire, and in the value form.
    pub(super) good: &'static [(&'static str, &'static str)],
    /// Values that its shape cannot have.
    pub(super) bad: &'static [&'static str],
}

/// A place for a union: the contract, and the text around the union in its output.
pub(super) struct Place {
    pub(super) contract: usize,
    pub(super) before: &'static str,
    pub(super) after: &'static str,
    pub(super) known: &'static [Known],
}

pub(super) const DIRECTORY: &str = "ActiveDirectoryIdentityProvider";

pub(super) const PLACES: &[Place] = &[
    Place {
        contract: 0,
        before: r#"{"InstanceUserSummary":{"Username":"u","InstanceId":"i","Status":"s","IdentityProvider":"#,
        after: "}}",
        known: &[Known {
            name: DIRECTORY,
            good: &[
                ("{}", "{}"),
                (r#"{"DirectoryId":"d-1"}"#, r#"{"DirectoryId":"d-1"}"#),
                (r#"{"__type":"x","DirectoryId":null}"#, "{}"),
            ],
            bad: &["[]", "\"x\"", "7", "true", r#"{"DirectoryId":7}"#, "[[[[{}]]]]"],
        }],
    },
    Place {
        contract: 2,
        before: r#"{"InstanceUserSummary":{"Username":"u","InstanceId":"i","Status":"s","IdentityProvider":"#,
        after: "}}",
        known: &[Known {
            name: DIRECTORY,
            good: &[("{}", "{}"), (r#"{"IsSharedActiveDirectory":null}"#, "{}")],
            bad: &["0", "[null]", r#"{"ActiveDirectorySettings":[]}"#],
        }],
    },
    Place {
        contract: 2,
        before: r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"ActiveDirectorySettings":{"DomainCredentialsProvider":"#,
        after: "}}}}}",
        known: &[Known {
            name: "SecretsManagerCredentialsProvider",
            good: &[("{}", "{}"), (r#"{"SecretId":"s"}"#, r#"{"SecretId":"s"}"#)],
            bad: &["\"\"", "-1", "[{}]", r#"{"SecretId":{}}"#],
        }],
    },
    Place { contract: MADE_UP, before: r#"{"name":"n","choice":"#, after: "}", known: CHOICE },
    Place { contract: MADE_UP, before: r#"{"name":"n","choices":["#, after: "]}", known: CHOICE },
    Place {
        contract: MADE_UP,
        before: r#"{"name":"n","choiceMap":{"__type":"#,
        after: "}}",
        known: CHOICE,
    },
    Place {
        contract: MADE_UP,
        before: r#"{"name":"n","choice":{"things":{"again":{"choices":[{"nested":"#,
        after: "}]}}}}",
        known: CHOICE,
    },
    Place {
        contract: MADE_UP,
        before: r#"{"name":"n","hinted":"#,
        after: "}",
        known: &[
            Known { name: "__type", good: &[("\"t\"", "\"t\"")], bad: &["7", "{}"] },
            Known { name: "text", good: &[("\"\"", "\"\"")], bad: &["false", "[]"] },
        ],
    },
];

const CHOICE: &[Known] = &[
    Known {
        name: "text",
        good: &[("\"x\"", "\"x\""), ("\"\\u00e9\\n\"", "\"é\\n\""), ("\"null\"", "\"null\"")],
        bad: &["7", "{}", "[]", "true"],
    },
    Known {
        name: "count",
        good: &[("0", "0"), ("-2147483648", "-2147483648"), ("1e2", "100")],
        bad: &["\"1\"", "2147483648", "1.5", "1e999", "{}"],
    },
    Known { name: "flag", good: &[("false", "false"), ("true", "true")], bad: &["0", "\"true\""] },
    Known {
        name: "strings",
        good: &[("[]", "[]"), (NULL_IN_LIST, r#"["a","b"]"#)],
        bad: &["{}", "[7]", "\"\""],
    },
    Known {
        name: "nested",
        good: &[
            (r#"{"text":"y"}"#, r#"{"text":"y"}"#),
            (UNKNOWN_INSIDE, r#"{"SDK_UNKNOWN_MEMBER":{"name":"Okta"}}"#),
        ],
        bad: &["[]", "\"text\""],
    },
    Known { name: "things", good: &[(r#"{"name":"m"}"#, r#"{"name":"m"}"#)], bad: &["[]", "0"] },
];

/// Good values that a server refuses: null in a list, and an unknown member.
pub(super) const FOR_CLIENTS: [&str; 2] = [NULL_IN_LIST, UNKNOWN_INSIDE];
pub(super) const NULL_IN_LIST: &str = r#"["a",null,"b"]"#;
const UNKNOWN_INSIDE: &str = r#"{"__type":7,"text":null,"Okta":[]}"#;

/// Names that no contract has in a union. Some resemble a hint or a known member.
pub(super) const UNKNOWN: &[&str] = &[
    "Okta",
    "__Type",
    "",
    "SDK_UNKNOWN_MEMBER",
    "activeDirectoryIdentityProvider",
    "ActiveDirectoryIdentityProvider ",
    "__type ",
    "name",
    "code",
    "a\"\\b",
    "\u{0}",
    "é😀",
    "$wtf8",
    "Cognito",
];

/// Values of members that no reader looks at.
pub(super) const ANY: &[&str] = &[
    "{}",
    "[]",
    "\"\"",
    "0",
    "false",
    "1e999",
    r#"{"__type":"x","ActiveDirectoryIdentityProvider":null}"#,
    "[[[[[[null]]]]]]",
    r#""null""#,
    r#"{"a":{"b":{"c":{}}}}"#,
];
