package org.espalier.api.data;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * Opens a data set: the training and the test examples, from files.
 */
@API(status = EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface DataSource {
    /**
     * Reads and checks the files.
     *
     * @param locator finds files named in the configuration
     * @throws DataException when a file is missing, truncated or not what it should be: names the file, what was
     *     expected and what was found
     */
    DataSet open(Locator locator);

    /** Finds what a pipeline file names. */
    @FunctionalInterface
    interface Locator {
        /**
         * Returns where {@code path} lies: as it stands when absolute; else beside the pipeline file, in the working
         * directory or in the distribution, whichever has it first.
         *
         * @throws DataException when none has it; the message lists where it was looked for
         */
        Path find(String path);
    }
}
