//! The case files of the embedded contracts: a folder for each contract, a file for each subject.
//!
//! To add a file, name it in [`CASES`]; a test finds one that is not listed. To add a contract, add an entry with what its
//! cases leave out.

/// The cases of an embedded contract.
pub(super) struct ContractCases {
    /// The name of the contract.
    pub(super) contract: &'static str,
    /// What a case has that does not name it.
    pub(super) defaults: CaseDefaults,
    /// The files: the name of each, which its ids begin with, and its text.
    pub(super) files: &'static [(&'static str, &'static str)],
}

/// What a case has that does not name it.
#[derive(Clone, Copy)]
pub(super) struct CaseDefaults {
    /// The input: a valid one, in the value form.
    pub(super) input: &'static str,
    /// The body of the answer: a plain success.
    pub(super) body: &'static str,
}

/// The cases of the embedded contracts. Those of the default contract come first.
pub(super) const CASES: &[ContractCases] = &[
    ContractCases {
        contract: "disassociate-user",
        defaults: CaseDefaults {
            input: r#"{"Domain":"corp.example.com","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Username":"alice"}"#,
            body: r#"{"InstanceUserSummary":{"AssociationDate":"2022-08-01T09:30:00.000Z","DisassociationDate":"2022-11-30T17:00:00.000Z","Domain":"corp.example.com","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","StatusMessage":"","Username":"alice"}}"#,
        },
        files: &[
            ("request", include_str!("cases/disassociate_user/request.toml")),
            ("input", include_str!("cases/disassociate_user/input.toml")),
            ("response", include_str!("cases/disassociate_user/response.toml")),
            ("union", include_str!("cases/disassociate_user/union.toml")),
            ("error", include_str!("cases/disassociate_user/error.toml")),
            ("wire", include_str!("cases/disassociate_user/wire.toml")),
        ],
    },
    ContractCases {
        contract: "converse",
        defaults: CaseDefaults {
            input: r#"{"modelId":"amazon.nova-micro","messages":[{"role":"user","content":[{"text":"Hello"}]}]}"#,
            body: r#"{"output":{"message":{"role":"assistant","content":[{"text":"Hi."}]}},"stopReason":"end_turn","usage":{"inputTokens":30,"outputTokens":8,"totalTokens":38},"metrics":{"latencyMs":275}}"#,
        },
        files: &[
            ("union", include_str!("cases/converse/union.toml")),
            ("deep", include_str!("cases/converse/deep.toml")),
            ("document", include_str!("cases/converse/document.toml")),
            ("blob", include_str!("cases/converse/blob.toml")),
            ("list", include_str!("cases/converse/list.toml")),
            ("enum", include_str!("cases/converse/enum.toml")),
            ("number", include_str!("cases/converse/number.toml")),
            ("error", include_str!("cases/converse/error.toml")),
            ("label", include_str!("cases/converse/label.toml")),
            ("request", include_str!("cases/converse/request.toml")),
            ("input", include_str!("cases/converse/input.toml")),
            ("response", include_str!("cases/converse/response.toml")),
            ("wire", include_str!("cases/converse/wire.toml")),
        ],
    },
    ContractCases {
        contract: "invoke",
        defaults: CaseDefaults { input: r#"{"FunctionName":"f"}"#, body: r#"{"ok":true}"# },
        files: &[
            ("payload", include_str!("cases/invoke/payload.toml")),
            ("output", include_str!("cases/invoke/output.toml")),
            ("input", include_str!("cases/invoke/input.toml")),
            ("error", include_str!("cases/invoke/error.toml")),
            ("wire", include_str!("cases/invoke/wire.toml")),
        ],
    },
];
