# Sourced by the scripts beside it, which set $here and pass on their arguments: prints what a script is for when it is asked
# with -h, checks for PyTorch, builds, and sets $torch, $root and $classpath.
case "${1:-}" in -h|--help) sed -n '2,/^set/{/^#/p}' "$0"; exit 0 ;; esac
root=$(CDPATH= cd -- "$here/../../.." && pwd)
torch=$here/peer/torch_peer.py
name=$(basename -- "$0")
/usr/bin/python3 -c 'import torch' || { echo "$name: PyTorch is missing; install python3-torch" >&2; exit 2; }
case $(readlink -f /usr/lib/*/libblas.so.3) in
  *openblas*) ;;
  *) echo "$name: PyTorch would use the reference BLAS; install libopenblas0-pthread" >&2; exit 2 ;;
esac
(cd "$root" && mvn -B -ntp -q -Pbenchmarks -pl engine -am test-compile \
    dependency:build-classpath -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test)
classpath=$root/engine/target/test-classes:$root/engine/target/classes:$(cat "$root/engine/target/bench.classpath")
# As the launcher has it: threads of OpenMP that wait a little before they sleep.
export GOMP_SPINCOUNT=2000
