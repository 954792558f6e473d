package org.espalier.engine.data;

import jakarta.validation.constraints.NotBlank;
import org.espalier.api.data.DataSet;
import org.espalier.api.data.DataSource;
import org.espalier.api.plugin.Knob;

/**
 * MNIST: 60,000 training and 10,000 test images of handwritten digits, 28 x 28 grey (LeCun et al., Gradient-Based Learning
 * Applied to Document Recognition, 1998). Pixels are in [0, 1] and nothing more, as most papers have it; others use
 * {@code prepare: { normalise: given, mean: [0.1307], deviation: [0.3081] }}.
 */
public record Mnist(
        @Knob(value = "folder with the four IDX files, plain or gzipped", otherwise = "data/mnist") @NotBlank
        String folder)
        implements DataSource {
    @Override
    public DataSet open(Locator locator) {
        return new IdxFolder(
                        "mnist",
                        "The distribution ships MNIST as data/mnist: leave 'folder' out, or put the four files there.")
                .open(locator, folder);
    }
}
