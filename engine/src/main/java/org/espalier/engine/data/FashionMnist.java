package org.espalier.engine.data;

import jakarta.validation.constraints.NotBlank;
import org.espalier.api.data.DataSet;
import org.espalier.api.data.DataSource;
import org.espalier.api.plugin.Knob;

/**
 * Fashion-MNIST: 60,000 training and 10,000 test images of clothes, 28 x 28 grey, in MNIST's format (Xiao et al., 2017).
 * Pixels are in [0, 1].
 */
public record FashionMnist(
        @Knob(value = "folder with the four IDX files, plain or gzipped", otherwise = "data/fashion-mnist") @NotBlank
        String folder)
        implements DataSource {
    @Override
    public DataSet open(Locator locator) {
        return new IdxFolder(
                        "fashion-mnist",
                        "Fashion-MNIST is not part of the distribution: get its four .gz files from"
                                + " https://github.com/zalandoresearch/fashion-mnist and name their folder as 'folder'.")
                .open(locator, folder);
    }
}
