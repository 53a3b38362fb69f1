//! The one place where a policy is registered: a line in [`every_policy`].
//!
//! `policy`, `reference::mutants` and `generate::recipes` each make their own modules and tables of the list. So
//! the layers stay apart, and the compiler names what a new line lacks.

/// Hands the list of all policies to the macro `$with`: parties, their groups, and the policies of each.
///
/// A policy has the name of its file. For a policy on clients, the line `example` in the group `error` stands for
///
/// - the policy, `src/policy/client/error/example.rs` with a `POLICY`;
/// - its mutants, `src/reference/mutants/error/example.rs` with `MUTANTS`, unless the line ends with `: may`. What a
///   policy of that level finds is no failure, so no mutant can be caught by it;
/// - its recipe, a function `example` in `src/generate/recipes/error/`, or in `error.rs` there.
///
/// The order is that of the catalogue, of `docs/policies.md` and of reports.
macro_rules! every_policy {
    ($with:ident) => {
        $with! {
            client {
                /// What a client sends.
                request {
                    method_and_uri
                    endpoint_path
                    host_of_endpoint
                    content_type
                    body_is_json_object
                    members_serialized
                    absent_members_omitted
                    no_unmodeled_members
                    no_duplicate_members
                    union_exactly_one
                    well_formed
                    length_delimited
                    sent_once
                    signed
                    hop_fields_unsigned
                    session_token
                    date_current
                    labels_encoded
                    greedy_label_whole
                    query_sent
                    query_map_sent
                    constant_query_sent
                    header_fields_sent
                    header_lists_sent
                    prefix_headers_sent
                    raw_payload_exact
                    payload_media_type
                    no_body_unless_bound
                    timestamps_in_format
                    blobs_exact
                    numbers_exact
                    documents_exact
                    document_numbers_exact
                    sparse_nulls_sent
                    zero_values_sent
                    checksum_sent
                    idempotency_token_filled: may
                }
                /// What a client refuses to send.
                input {
                    required_members
                    union_one_member
                    union_not_empty
                    unknown_members
                    types
                    unknown_placeholder_refused
                    empty_label_refused
                    refused_before_sending
                }
                /// What a client makes of a success.
                response {
                    members_decoded
                    strings_exact
                    absent_members_absent
                    null_is_absent
                    unknown_members_ignored
                    member_order_irrelevant
                    dates_verbatim
                    content_type_tolerated
                    whitespace_tolerated
                    malformed_refused
                    truncated_refused
                    trailing_data_refused
                    invalid_utf8_refused
                    wrong_type_refused
                    not_an_object_refused
                    missing_required_survived
                    missing_required_left_out: may
                    deep_nesting_survived
                    any_depth_survived: may
                    large_survived
                    duplicate_members: may
                    chunked_decoded
                    content_coding_undone: may
                    never_invents
                    request_id_shown
                    refusal_told: may
                    header_fields_read
                    header_lists_read
                    prefix_headers_read
                    status_read
                    raw_payload_read
                    timestamps_read
                    numbers_exact
                    documents_exact
                    document_numbers_exact
                    blobs_exact
                    unknown_enum_kept
                    sparse_nulls_kept
                    dense_null_dropped
                    empty_body_read
                }
                /// What a client makes of a union.
                union {
                    known_member
                    unknown_member_tolerated
                    unknown_member_named
                    unknown_value_irrelevant
                    type_hint_ignored
                    null_members_ignored
                    null_is_absent
                    never_two_members
                    several_members_refused
                    no_member_refused
                    non_object_refused
                }
                /// What a client makes of an error.
                error {
                    modeled
                    from_header
                    from_code
                    from_type
                    uri_suffix_stripped
                    namespace_stripped
                    header_wins
                    header_name_any_case
                    nested_type_ignored
                    unknown_code_generic
                    no_code_generic
                    code_not_made_up: may
                    status_independent
                    status_kept
                    message_kept
                    message_any_case
                    members_kept
                    empty_body_survived
                    not_json_survived
                    odd_code_survived
                    code_before_type
                    header_whitespace_ignored
                    first_header_counts
                    request_id_shown
                    never_success
                }
                /// What a client lives through.
                wire {
                    reset_is_an_error
                    early_close_is_an_error
                    slow_answer_survived
                    interim_answers_skipped
                    bodyless_status_survived
                    chunks_override_length
                    folded_field_joined
                    large_head_survived: may
                    last_line_awaited: may
                    loss_told: may
                    redirect_not_followed
                    deterministic
                    never_crashes
                    never_hangs
                }
            }
            server {
                /// What one answer alone tells of the server that gave it.
                answer {
                    answers_valid
                    required_members_present
                    union_exactly_one
                    no_nulls
                    error_type_header
                    error_status
                    content_type
                }
            }
        }
    };
}

pub(crate) use every_policy;
