package org.espalier.engine.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.espalier.api.data.Examples;
import org.espalier.engine.PipelineException;
import org.espalier.engine.data.Fingerprint;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.backend.Kernels;

/** The facts about a run that its numbers follow from. A run is resumed only where they are as they were. */
final class Circumstances {
    static final String PIPELINE = "pipeline";

    /** What results follow from. */
    private static final Pattern COUNTS =
            Pattern.compile("espalier|program|libraries|kernel|pipeline|data(\\..*)?|(plugin|file)\\..*");

    /** What only the last bits of results follow from. */
    private static final Pattern BITS = Pattern.compile("processor|java");

    /** Where a plugin was found does not count, as long as it is the same; nor do updates of one release of Java. */
    private static final Pattern BESIDE_THE_POINT =
            Pattern.compile(" from .*(?=, sha256 )| from core$|(?<=VM \\d{1,3})[.+-].*$");

    private Circumstances() {}

    /** Returns the facts of a job, as {@code run.json} has them. */
    static Map<String, String> of(Job job, Kernel kernel) {
        var facts = new LinkedHashMap<>(job.facts());
        facts.put(
                PIPELINE,
                "sha256 " + new Fingerprint().add(job.info().pipeline()).hex());
        facts.put("kernel", kernel.name());
        facts.put("threads", Integer.toString(Kernels.threads()));
        facts.put("processor", Kernels.processor());
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
     * @param otherBits whether it may, when only the last bits of numbers may come out otherwise
     * @return in what it may come to other bits; empty when it will not
     * @throws PipelineException when it cannot; tells everything that is different
     */
    static String requireSame(Path run, Map<String, String> then, Map<String, String> now, boolean otherBits) {
        List<String> differences = differences(COUNTS, then, now);
        if (!differences.isEmpty()) {
            throw new PipelineException("'" + run + "' cannot go on to the numbers it would have had: "
                    + String.join("; ", differences)
                    + ". Put back what it began with, or begin anew with: espalier run "
                    + run.resolve(RunDirectory.PIPELINE));
        }
        String bits = String.join("; ", differences(BITS, then, now));
        if (!bits.isEmpty() && !otherBits) {
            throw new PipelineException("'" + run + "' may not come to the last bits of the numbers it would have had: "
                    + bits
                    + ". Go on where it began, or take other bits, which run.json will tell, with: espalier resume "
                    + run + " --other-bits");
        }
        return bits;
    }

    private static List<String> differences(Pattern kind, Map<String, String> then, Map<String, String> now) {
        var differences = new ArrayList<String>();
        then.forEach((fact, before) -> {
            String present = now.getOrDefault(fact, "");
            if (kind.matcher(fact).matches() && !essence(before).equals(essence(present))) {
                differences.add(difference(fact, before, present));
            }
        });
        return differences;
    }

    private static String essence(String fact) {
        return BESIDE_THE_POINT.matcher(fact).replaceAll("");
    }

    private static String difference(String fact, String before, String present) {
        if (fact.equals(PIPELINE)) {
            return RunDirectory.PIPELINE + " was changed";
        }
        String what = fact.replaceFirst("\\.", " ") + " was '" + before + "' and ";
        return what + (present.isEmpty() ? "is not there" : "is '" + present + "'");
    }
}
