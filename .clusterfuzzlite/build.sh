#!/usr/bin/env bash
# Builds every fuzz target into $OUT, each with its seeds, its dictionary and its options.
#
# ClusterFuzzLite and OSS-Fuzz run this in their image. Without Docker: OUT=/tmp/out .clusterfuzzlite/build.sh
set -euo pipefail
cd "$(dirname "$0")/.."
# In the image this file lies beside the checkout, and the working folder is the checkout.
[ -d fuzz/fuzz_targets ] || cd "${SRC:?the folder of the sources}/wireproof"
: "${OUT:?the folder for the programs}"
mkdir -p "$OUT"

# The image chooses its own nightly toolchain. Elsewhere the default one may be stable, which has no sanitizers.
cargo=(cargo)
if ! cargo --version | grep -q nightly; then
  cargo+=(+nightly)
fi

seeds=$(mktemp -d)
trap 'rm -rf "$seeds"' EXIT
# The flags of the image are for the programs that are fuzzed. The seeds come from an ordinary program.
env -u RUSTFLAGS -u CFLAGS -u CXXFLAGS \
  "${cargo[@]}" run --quiet --manifest-path fuzz/Cargo.toml --example fuzz-seeds "$seeds"

# The default folder of the build: in the image, `cargo` is a script that replaces `fuzz build` by a build of its own for
# coverage, ignores the options, and copies the programs there.
"${cargo[@]}" fuzz build -O --debug-assertions

for source in fuzz/fuzz_targets/*.rs; do
  target=$(basename "$source" .rs)
  cp "fuzz/target/x86_64-unknown-linux-gnu/release/$target" "$OUT/"
  # An earlier finding is the best seed against its return.
  if [ -d "fuzz/regressions/$target" ]; then
    cp "fuzz/regressions/$target"/* "$seeds/$target/"
  fi
  rm -f "$OUT/${target}_seed_corpus.zip"
  # The folder goes in by standard input: a command line has no room for a thousand names.
  (cd "$seeds/$target" && find . -type f | sort | zip --quiet "$OUT/${target}_seed_corpus.zip" -@)
  cp fuzz/dictionaries/rest-json.dict "$OUT/$target.dict"
  # The same limits as in scripts/fuzz.
  printf '[libfuzzer]\nmax_len = 8192\nrss_limit_mb = 2048\ntimeout = 10\nentropic = 0\n' >"$OUT/$target.options"
done
