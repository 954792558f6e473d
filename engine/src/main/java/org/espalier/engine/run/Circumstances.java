package org.espalier.engine.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.espalier.api.data.Examples;
import org.espalier.engine.PipelineException;
import org.espalier.engine.data.Fingerprint;
import org.espalier.engine.kernel.Kernel;

/** The facts about a run that its numbers follow from. A run is resumed only where they are as they were. */
final class Circumstances {
    static final String PIPELINE = "pipeline";

    private static final Pattern COUNTS = Pattern.compile("espalier|kernel|pipeline|data(\\..*)?|plugin\\..*");

    /** Where a plugin was found does not count, as long as it is the same. */
    private static final Pattern ORIGIN = Pattern.compile(" from .*(?=, sha256 )| from core$");

    private Circumstances() {}

    /** Returns the facts of a job, as {@code run.json} has them. */
    static Map<String, String> of(Job job, Kernel kernel) {
        var facts = new LinkedHashMap<>(job.facts());
        facts.put(
                PIPELINE,
                "sha256 " + new Fingerprint().add(job.info().pipeline()).hex());
        facts.put("kernel", kernel.name());
        facts.put("data", job.data().name());
        facts.put("data.train", examples(job.data().train()));
        facts.put("data.validation", examples(job.data().validation()));
        facts.put("data.test", examples(job.data().test()));
        return facts;
    }

    private static String examples(Examples examples) {
        return examples.size() + " examples, sha256 " + examples.fingerprint();
    }

    /**
     * Checks that a run can go on to the same numbers.
     *
     * @throws PipelineException when it cannot; tells everything that is different
     */
    static void requireSame(Path run, Map<String, String> then, Map<String, String> now) {
        var differences = new ArrayList<String>();
        then.forEach((fact, before) -> {
            String present = now.getOrDefault(fact, "");
            if (COUNTS.matcher(fact).matches() && !essence(before).equals(essence(present))) {
                differences.add(difference(fact, before, present));
            }
        });
        if (!differences.isEmpty()) {
            throw new PipelineException("'" + run + "' cannot go on to the numbers it would have had: "
                    + String.join("; ", differences)
                    + ". Put back what it began with, or begin anew with: espalier run "
                    + run.resolve(RunDirectory.PIPELINE));
        }
    }

    private static String essence(String fact) {
        return ORIGIN.matcher(fact).replaceAll("");
    }

    private static String difference(String fact, String before, String present) {
        if (fact.equals(PIPELINE)) {
            return RunDirectory.PIPELINE + " was changed";
        }
        String what = fact.replace('.', ' ') + " was '" + before + "' and ";
        return what + (present.isEmpty() ? "is not there" : "is '" + present + "'");
    }
}
