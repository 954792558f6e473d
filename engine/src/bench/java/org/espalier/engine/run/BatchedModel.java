package org.espalier.engine.run;

import java.util.List;

/**
 * What a step is measured on.
 *
 * @param model one of {@link TrainingSteps}
 * @param batch how many examples
 */
record BatchedModel(String model, int batch) {
    /** Reads a list such as {@code mlp:64,set:100}. */
    static List<BatchedModel> list(String text) {
        return List.of(text.split(",")).stream()
                .map(word -> new BatchedModel(
                        word.substring(0, word.indexOf(':')), Integer.parseInt(word.substring(word.indexOf(':') + 1))))
                .toList();
    }
}
