//! Finds the names that are nearest to one that is wrong.

/// The most names that are listed all; of more the nearest are.
const FEW: usize = 12;

/// How many of the nearest names are listed.
const NEAREST: usize = 5;

/// Lists the names of which one is meant by `wanted`, as the end of a sentence: all if there are few, else the nearest.
pub(super) fn offered(wanted: &str, known: &[String]) -> String {
    if known.len() <= FEW {
        return format!("there are {}", known.join(", "));
    }
    let mut near: Vec<_> = known.iter().map(|name| (distance(wanted, name), name)).collect();
    // The sort is stable, so names at the same distance keep the model's order.
    near.sort_by_key(|(distance, _)| *distance);
    let names: Vec<_> = near.iter().take(NEAREST).map(|(_, name)| name.as_str()).collect();
    format!("the nearest of its {} are {}", known.len(), names.join(", "))
}

/// Lists the first names, and how many more there are.
pub(super) fn first(known: &[String]) -> String {
    match known.len() {
        0..=FEW => known.join(", "),
        count => format!("{} and {} more", known[..NEAREST].join(", "), count - NEAREST),
    }
}

/// Returns how far two names are from each other: the number of letters to add, to remove and to replace; a letter in the
/// other case, and what follows a name that is whole, count little.
fn distance(wanted: &str, name: &str) -> usize {
    /// A longer name is as far as one of this length, so that the time has a bound.
    const LONGEST: usize = 128;
    // A whole id is compared with the name in it.
    let wanted = wanted.rsplit_once('#').map_or(wanted, |(_, name)| name);
    let letters = |text: &str| -> Vec<char> { text.to_lowercase().chars().take(LONGEST).collect() };
    let (one, other) = (letters(wanted), letters(name));
    if !one.is_empty() && other.starts_with(&one) {
        return usize::from(wanted != name) + usize::from(one.len() != other.len());
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    // A name that holds the whole of what is wanted is near, however long it is.
    let held = one.len() > 2 && other.windows(one.len()).any(|part| *part == one[..]);
    2 * if held { row[other.len()].min(2) } else { row[other.len()] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_names_are_all_listed_and_of_many_the_nearest() {
        let few = ["Get".to_owned(), "Put".to_owned()];
        assert_eq!(offered("Gte", &few), "there are Get, Put");
        assert_eq!(first(&few), "Get, Put");
        let verbs = ["Get", "List", "Create", "Delete", "Update"];
        let nouns = ["Thing", "ThingType", "Policy"];
        let many: Vec<String> =
            verbs.iter().flat_map(|verb| nouns.map(|noun| format!("{verb}{noun}"))).collect();
        let nearest = |wanted: &str| {
            let text = offered(wanted, &many);
            let names = text.strip_prefix("the nearest of its 15 are ").expect("many");
            names.split(", ").next().expect("one").to_owned()
        };
        assert_eq!(nearest("getthing"), "GetThing");
        assert_eq!(nearest("CreateThng"), "CreateThing");
        assert_eq!(nearest("UpdatePolicies"), "UpdatePolicy");
        assert_eq!(nearest("a.b#ListThingTypes"), "ListThingType");
        assert_eq!(nearest("Policy"), "GetPolicy");
        assert_eq!(
            first(&many),
            "GetThing, GetThingType, GetPolicy, ListThing, ListThingType and 10 more"
        );
        let long = "x".repeat(1_000_000);
        assert!(offered(&long, &many).len() < 200, "a long name takes no long time");
    }
}
