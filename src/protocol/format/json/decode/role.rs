//! Who reads a body.

/// Which side reads the body. The sides differ in what they owe to a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A client reads an answer: null in a list or map that is not sparse is dropped.
    Client,
    /// A server reads a request: such a null is refused, and so are an unknown union member and a
    /// date-time with an offset other than `Z`.
    ///
    /// Sources: Smithy 2.0, "sparse trait"; Smithy's protocol tests
    /// `RestJsonMalformedUnionUnknownMember`, `RestJsonBodyTimestampDateTimeRejectsUTCOffsets` and, for
    /// clients, `RestJsonDateTimeWithNegativeOffset`.
    Server,
}
