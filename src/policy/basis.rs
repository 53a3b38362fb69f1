//! The sources of policies.

/// A source of a policy: a document, a section in it, and what the section says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Basis {
    /// The document.
    pub source: Source,
    /// The section, by its heading or number.
    pub section: &'static str,
    /// What the section says, in our own words.
    pub fact: &'static str,
    /// A short quotation, if the wording matters.
    pub quote: Option<&'static str>,
}

/// The documents that policies come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// Smithy 2.0, AWS restJson1 protocol.
    RestJson1,
    /// Smithy 2.0, the specification of the model.
    Smithy,
    /// Smithy 2.0, HTTP bindings.
    SmithyHttp,
    /// Smithy 2.0, endpoint traits.
    SmithyEndpoint,
    /// Smithy 2.0, behavior traits.
    SmithyBehavior,
    /// AWS's own documentation of the operation, as boto3 publishes it.
    OperationReference,
    /// RFC 8259, JSON.
    Json,
    /// RFC 9110, HTTP semantics.
    HttpSemantics,
    /// RFC 9112, HTTP/1.1.
    Http11,
    /// Smithy 2.0, the guide on evolving models.
    EvolvingModels,
    /// Smithy 2.0, AWS authentication traits.
    AwsAuth,
    /// AWS's own documentation of Signature Version 4.
    SigV4,
    /// wireproof's own readings, for questions that no other source decides.
    Wireproof,
}

impl Source {
    /// Returns the document's title.
    pub fn title(self) -> &'static str {
        match self {
            Self::RestJson1 => "Smithy 2.0, AWS restJson1 protocol",
            Self::Smithy => "Smithy 2.0 specification",
            Self::SmithyHttp => "Smithy 2.0, HTTP bindings",
            Self::SmithyEndpoint => "Smithy 2.0, endpoint traits",
            Self::SmithyBehavior => "Smithy 2.0, behavior traits",
            Self::OperationReference => "boto3 documentation, disassociate_user",
            Self::Json => "RFC 8259 (JSON)",
            Self::HttpSemantics => "RFC 9110 (HTTP semantics)",
            Self::Http11 => "RFC 9112 (HTTP/1.1)",
            Self::EvolvingModels => "Smithy 2.0, Evolving Models",
            Self::AwsAuth => "Smithy 2.0, AWS authentication traits",
            Self::SigV4 => "AWS IAM User Guide, Create a signed AWS API request",
            Self::Wireproof => "wireproof, readings",
        }
    }

    /// Returns the document's address.
    pub fn url(self) -> &'static str {
        match self {
            Self::RestJson1 => "https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html",
            Self::Smithy => "https://smithy.io/2.0/spec/index.html",
            Self::SmithyHttp => "https://smithy.io/2.0/spec/http-bindings.html",
            Self::SmithyEndpoint => "https://smithy.io/2.0/spec/endpoint-traits.html",
            Self::SmithyBehavior => "https://smithy.io/2.0/spec/behavior-traits.html",
            Self::OperationReference => {
                "https://docs.aws.amazon.com/boto3/latest/reference/services/license-manager-user-subscriptions/client/disassociate_user.html"
            }
            Self::Json => "https://www.rfc-editor.org/rfc/rfc8259",
            Self::HttpSemantics => "https://www.rfc-editor.org/rfc/rfc9110",
            Self::Http11 => "https://www.rfc-editor.org/rfc/rfc9112",
            Self::EvolvingModels => "https://smithy.io/2.0/guides/evolving-models.html",
            Self::AwsAuth => "https://smithy.io/2.0/aws/aws-auth.html",
            Self::SigV4 => {
                "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"
            }
            Self::Wireproof => "docs/readings.md",
        }
    }
}
