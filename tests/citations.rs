//! Every link of the pages, and every citation of a page in the sources, leads somewhere.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The pages: those at the top, and those in `docs/`, `fuzz/` and the folders of testees.
fn pages() -> Vec<PathBuf> {
    let is_page = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "md");
    let entries = |folder: PathBuf| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect()
    };
    let mut pages: Vec<_> = ["", "docs", "fuzz"]
        .iter()
        .flat_map(|folder| entries(root().join(folder)))
        .filter(is_page)
        .collect();
    for testee in entries(root().join("testees")) {
        pages.extend(entries(testee).into_iter().filter(is_page));
    }
    pages
}

/// The anchors of a page's headings, as GitHub makes them.
fn anchors(text: &str) -> Vec<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let anchor = |heading: &str| {
        let words = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.collect::<String>().replace(' ', "-")
    };
    headings.map(anchor).collect()
}

/// The targets of the links of a page: what stands in `](…)`.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

#[test]
fn every_link_to_a_file_or_a_heading_leads_somewhere() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).expect("a page in UTF-8");
        for link in links(&text).filter(|link| !link.contains("://") && !link.contains(['`', ' ']))
        {
            seen += 1;
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => page.clone(),
                file => page.parent().expect("a folder").join(file),
            };
            let leads = match fs::read_to_string(&target) {
                Ok(text) => {
                    heading.is_empty() || anchors(&text).iter().any(|anchor| anchor == heading)
                }
                Err(_) => target.is_dir() && heading.is_empty(),
            };
            if !leads {
                let page = page.strip_prefix(root()).unwrap_or(&page).display();
                wrong.push(format!("{page}: {link} leads nowhere"));
            }
        }
    }
    assert!(seen > 30, "the links are found: {seen}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every file under a folder of sources.
fn sources(folder: &str) -> Vec<PathBuf> {
    let (mut waiting, mut found) = (vec![root().join(folder)], Vec::new());
    while let Some(path) = waiting.pop() {
        match fs::read_dir(&path) {
            Ok(entries) => waiting.extend(entries.flatten().map(|entry| entry.path())),
            Err(_) => found.push(path),
        }
    }
    found
}

#[test]
fn every_citation_in_the_sources_names_a_heading() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for file in ["src", "tests", "benches/src", "examples"].into_iter().flat_map(sources) {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        let shown = file.strip_prefix(root()).unwrap_or(&file).display().to_string();
        if shown == "tests/citations.rs" {
            continue;
        }
        if text.contains("DESIGN, section") {
            wrong.push(format!("{shown}: cites a page that is not in the repository"));
        }
        for (at, _) in text.match_indices(".md#") {
            seen += 1;
            let is_of_path =
                |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.');
            let begin = text[..at].rfind(|c| !is_of_path(c)).map_or(0, |begin| begin + 1);
            let rest = &text[at + ".md#".len()..];
            let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_')));
            let (page, heading) =
                (&text[begin..at + ".md".len()], &rest[..end.unwrap_or(rest.len())]);
            let page_text = fs::read_to_string(root().join(page)).unwrap_or_default();
            if !anchors(&page_text).iter().any(|anchor| anchor == heading) {
                wrong.push(format!("{shown}: {page} has no heading #{heading}"));
            }
        }
    }
    assert!(seen > 15, "the citations are found: {seen}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
