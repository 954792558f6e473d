# Sourced by the scripts beside it: builds the plugin with its benchmarks and sets $classpath.
root=$(CDPATH= cd -- "$here/../../../.." && pwd)
(cd "$root" && mvn -B -ntp -q -Pbenchmarks -pl plugins/alds -am test-compile \
    dependency:build-classpath -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test)
classpath=$root/plugins/alds/target/test-classes:$root/plugins/alds/target/classes:$(cat "$root/plugins/alds/target/bench.classpath")
