# Sourced by the scripts beside it, which pass on their arguments: checks for the peer in folder $1, builds, and sets
# $peers, $root and $classpath.
[ $# -ge 1 ] || { sed -n '2,/^set/{/^#/p}' "$0" >&2; exit 1; }
peers=$(CDPATH= cd -- "$1" && pwd)
root=$(CDPATH= cd -- "$here/../../.." && pwd)
name=$(basename -- "$0")
[ -f "$peers/torch_peer.py" ] || { echo "$name: there is no torch_peer.py in $peers" >&2; exit 2; }
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
