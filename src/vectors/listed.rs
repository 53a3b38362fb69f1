//! Vectors that the protocol layer does not pass, and need not: each with the reasoning.
//!
//! A listed vector must fail, and in no other way than is written here. So the list cannot excuse a fault, and no entry stays that
//! is not needed.

use super::vector::{Vector, VectorParty};

/// A vector that contradicts the specification or another vector, or that is not about the protocol.
#[derive(Debug)]
pub struct Listed {
    /// The shape id of the operation.
    pub operation: &'static str,
    /// The id of the vector.
    pub id: &'static str,
    /// The party that it tries.
    pub party: VectorParty,
    /// What the harness complains about: each complaint begins with one of these, and each of these begins one.
    pub complaints: &'static [&'static str],
    /// Why it need not pass.
    pub reason: &'static str,
}

const GLACIER: &str = "A customization of one service, which restJson1 does not have: clients of Amazon Glacier add these fields, \
    and `-` for an absent account id. Source: Amazon Glacier Developer Guide, \"Common Request Headers\".";

/// Every listed vector.
pub const LISTED: &[Listed] = &[
    Listed {
        operation: "aws.protocoltests.restjson#OmitsSerializingEmptyLists",
        id: "RestJsonOmitsEmptyListQueryValues",
        party: VectorParty::Server,
        complaints: &[
            "input.queryStringList: nothing, not `[]`",
            "input.queryIntegerList: nothing, not `[]`",
            "input.queryDoubleList: nothing, not `[]`",
            "input.queryBooleanList: nothing, not `[]`",
            "input.queryTimestampList: nothing, not `[]`",
            "input.queryEnumList: nothing, not `[]`",
            "input.queryIntegerEnumList: nothing, not `[]`",
        ],
        reason: "Its request has no query, so a server cannot know that the client had empty lists. \
            `RestJsonAllQueryStringTypes` and others read a list without parameters as absent.",
    },
    Listed {
        operation: "aws.protocoltests.restjson#EndpointWithHostLabelOperation",
        id: "RestJsonEndpointTraitWithHostLabel",
        party: VectorParty::Server,
        complaints: &["refused as UnsupportedMediaTypeException"],
        reason: "Its request has a JSON body and no Content-Type. \
            `RestJsonWithBodyExpectsApplicationJsonContentTypeNoHeaders` says that a server refuses such a request.",
    },
    Listed {
        operation: "aws.protocoltests.restjson.validation#MalformedPattern",
        id: "RestJsonMalformedPatternReDOSString",
        party: VectorParty::Server,
        complaints: &["the body is"],
        reason: "Its message ends in `$$`, as a template would, but the test has no parameters, so nothing is filled in. The \
            pattern of the model ends in one `$`, and so does the message of `RestJsonMalformedPatternSensitiveString`, which \
            has no parameters either.",
    },
    Listed {
        operation: "com.amazonaws.apigateway#GetRestApis",
        id: "ApiGatewayAccept",
        party: VectorParty::Client,
        complaints: &["the field Accept is missing"],
        reason: "A customization of one service, which restJson1 does not have: clients of Amazon API Gateway add \
            `Accept: application/json`, because without it the service answers in another format. Source: the vector's own \
            documentation.",
    },
    Listed {
        operation: "com.amazonaws.glacier#UploadArchive",
        id: "GlacierVersionHeader",
        party: VectorParty::Client,
        complaints: &["the field X-Amz-Glacier-Version is missing"],
        reason: GLACIER,
    },
    Listed {
        operation: "com.amazonaws.glacier#UploadArchive",
        id: "GlacierChecksums",
        party: VectorParty::Client,
        complaints: GLACIER_FIELDS,
        reason: GLACIER,
    },
    Listed {
        operation: "com.amazonaws.glacier#UploadArchive",
        id: "GlacierAccountId",
        party: VectorParty::Client,
        complaints: &["the input is refused: input.accountId: empty"],
        reason: GLACIER,
    },
    Listed {
        operation: "com.amazonaws.glacier#UploadMultipartPart",
        id: "GlacierMultipartChecksums",
        party: VectorParty::Client,
        complaints: GLACIER_FIELDS,
        reason: GLACIER,
    },
];

const GLACIER_FIELDS: &[&str] = &[
    "the field X-Amz-Glacier-Version is missing",
    "the field X-Amz-Content-Sha256 is missing",
    "the field X-Amz-Sha256-Tree-Hash is missing",
];

/// Returns the entry of a vector.
pub(super) fn listed(vector: &Vector) -> Option<&'static Listed> {
    let operation = vector.contract.operation().id().as_str();
    LISTED.iter().find(|listed| {
        (listed.operation, listed.id, listed.party) == (operation, &vector.id, vector.party)
    })
}

impl Listed {
    /// Reports whether these complaints are those that the list has.
    pub(super) fn is_as_listed(&self, complaints: &[String]) -> bool {
        let known = |complaint: &String| self.complaints.iter().any(|c| complaint.starts_with(c));
        let found = |known: &&str| complaints.iter().any(|c| c.starts_with(known));
        complaints.iter().all(known) && self.complaints.iter().all(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listed_vector_fails_as_it_is_listed() {
        let listed = &LISTED[5];
        assert_eq!(listed.id, "GlacierChecksums");
        let mut complaints: Vec<String> = GLACIER_FIELDS.iter().map(|c| (*c).to_owned()).collect();
        assert!(listed.is_as_listed(&complaints));
        complaints.push("the path is /, not /x".to_owned());
        assert!(!listed.is_as_listed(&complaints), "another fault");
        complaints.truncate(2);
        assert!(!listed.is_as_listed(&complaints), "one fault is mended");
        assert!(!listed.is_as_listed(&[]), "it passes");
    }

    #[test]
    fn each_entry_says_why_and_stands_once() {
        for (i, listed) in LISTED.iter().enumerate() {
            assert!(listed.reason.len() > 40 && !listed.complaints.is_empty(), "{}", listed.id);
            let same = |other: &&Listed| (other.id, other.party) == (listed.id, listed.party);
            assert_eq!(LISTED.iter().position(|other| same(&other)), Some(i), "{}", listed.id);
        }
    }
}
