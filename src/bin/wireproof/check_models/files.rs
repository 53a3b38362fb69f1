//! The files of models in the paths that a user names.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::shell::shown;

/// A file that may be a model.
pub(super) struct ModelFile {
    pub(super) path: PathBuf,
    /// Its size in bytes. Larger files come first, so that no long one is left for the end.
    pub(super) size: u64,
    /// Whether the user named it. In a folder stand files that are no models, or of other protocols.
    pub(super) named: bool,
}

/// Returns the files in these paths, in their order. Of a folder with a `service-2.json`, as those of botocore, that is the
/// model; of any other folder each JSON file may be one.
///
/// Each folder is searched once, and links to folders inside it are left, so that no search goes in a circle. Only regular
/// files of a folder count: to open a FIFO would wait for a writer.
pub(super) fn find(paths: &[PathBuf]) -> Result<Vec<ModelFile>, Failure> {
    let mut files = Vec::new();
    let mut searched = HashSet::new();
    for path in paths {
        let complain = |error| Failure::usage(format!("{} cannot be read: {error}", shown(path)));
        let metadata = std::fs::metadata(path).map_err(complain)?;
        if metadata.is_dir() {
            in_folder(path, &mut searched, &mut files)?;
        } else {
            files.push(ModelFile { path: path.clone(), size: metadata.len(), named: true });
        }
    }
    Ok(files)
}

/// Searches a folder and those inside it. The folders that wait are kept in a list, so that any depth is searched.
fn in_folder(
    folder: &Path,
    searched: &mut HashSet<PathBuf>,
    files: &mut Vec<ModelFile>,
) -> Result<(), Failure> {
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        let complain = |error: std::io::Error| {
            Failure::usage(format!("{} cannot be read: {error}", shown(&folder)))
        };
        if !searched.insert(folder.canonicalize().map_err(complain)?) {
            continue;
        }
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(complain)? {
            entries.push(entry.map_err(complain)?.path());
        }
        entries.sort();
        let name =
            |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_botocore =
            |path: &Path| name(path) == "service-2.json" || name(path) == "service-2.json.gz";
        let only_botocore = entries.iter().any(|path| is_botocore(path));
        let mut inner = Vec::new();
        for path in entries {
            let Ok(itself) = std::fs::symlink_metadata(&path) else { continue };
            if itself.is_dir() {
                inner.push(path);
                continue;
            }
            let Ok(metadata) = std::fs::metadata(&path) else { continue };
            let is_json = name(&path).ends_with(".json") || name(&path).ends_with(".json.gz");
            if metadata.is_file() && if only_botocore { is_botocore(&path) } else { is_json } {
                files.push(ModelFile { path, size: metadata.len(), named: false });
            }
        }
        waiting.extend(inner.into_iter().rev());
    }
    Ok(())
}
