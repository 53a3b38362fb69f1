//! The kill matrix as text for people.

use std::fmt::Write as _;

use crate::report::Paint;

use super::matrix::KillMatrix;

// Writing to a `String` cannot fail, so the results of `writeln!` are ignored.

/// Writes the matrix as text: one line for each mutant under the policy that must catch it, then the faults.
pub fn write_matrix(matrix: &KillMatrix, paint: Paint) -> String {
    let mut out = String::new();
    let width = matrix.rows.iter().filter_map(|row| row.mutant).map(|s| s.name.len()).max();
    let width = width.unwrap_or(0);
    let mut policy = "";
    for row in &matrix.rows {
        let Some(mutant) = row.mutant else { continue };
        if mutant.policy != policy {
            let gap = if policy.is_empty() { "" } else { "\n" };
            policy = mutant.policy;
            let _ = writeln!(out, "{gap}{}", paint.strong(policy));
        }
        let mark = match () {
            () if row.is_caught_by_only(policy) => paint.good("sole  "),
            () if row.is_caught_by(policy) => paint.good("caught"),
            () if row.caught_by.is_empty() => paint.bad("ALIVE "),
            () => paint.bad("others"),
        };
        let kind = paint.dim(format!("{:<6}", mutant.kind.name()));
        let _ = writeln!(out, "  {mark}  {kind}  {:<width$}  {}", mutant.name, mutant.what);
        for (id, case) in row.caught_by.iter().filter(|(id, _)| *id != policy) {
            let rightly = mutant.also.contains(id);
            let id = if rightly { paint.dim(id) } else { paint.bad(id) };
            let case = paint.dim(format!("({case})"));
            let _ = writeln!(out, "          {:<6}  {:<width$}  and {id} {case}", "", "");
        }
    }
    if !matrix.faults.is_empty() {
        out.push('\n');
    }
    for (id, case) in &matrix.accused {
        let _ = writeln!(out, "{} {id} {}", paint.bad("accused by"), paint.dim(case));
    }
    for fault in &matrix.faults {
        let _ = writeln!(out, "{} {fault}", paint.bad("fault:"));
    }
    let sole = matrix
        .rows
        .iter()
        .filter(|row| row.mutant.is_some_and(|mutant| row.is_caught_by_only(mutant.policy)));
    let alive = matrix.rows.iter().filter(|row| row.caught_by.is_empty()).count();
    let selected = matrix.rows.iter().filter(|row| row.is_caught_alone());
    let summary = format!(
        "{} mutants: {} caught, {} of them also in a run of their policy alone, {} of them by no other policy; \
         {} faults of the suite",
        matrix.rows.len(),
        matrix.rows.len() - alive,
        selected.count(),
        sole.count(),
        matrix.faults.len(),
    );
    let _ = writeln!(out, "\n{}", paint.strong(summary));
    if !matrix.complete {
        let _ = writeln!(out, "{}", paint.bad("interrupted: the other mutants were not run"));
    }
    out
}
