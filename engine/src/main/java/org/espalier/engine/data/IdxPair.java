package org.espalier.engine.data;

import java.nio.file.Path;
import java.util.List;
import org.espalier.api.data.DataException;

/**
 * A file of images and the file of their labels.
 *
 * @param images the images
 * @param labels as many labels
 */
record IdxPair(IdxFile images, IdxFile labels) {
    static IdxPair read(Path images, Path labels) {
        var pair =
                new IdxPair(IdxFile.read(images, IdxFile.Content.IMAGES), IdxFile.read(labels, IdxFile.Content.LABELS));
        if (pair.images.count() != pair.labels.count()) {
            throw new DataException(labels + ": expected " + pair.images.count() + " labels, one for each image of "
                    + images + ", found " + pair.labels.count()
                    + ". The two files belong to different data; get both again.");
        }
        return pair;
    }

    /** Counts the classes, from the highest label. */
    int classes() {
        return Labels.classes(labels.path(), labels.bytes());
    }

    /**
     * Returns the examples.
     *
     * @param shape what each must look like
     * @param classes how many classes there are
     */
    ByteExamples examples(List<Long> shape, int classes) {
        if (!images.shape().equals(shape)) {
            throw new DataException(images.path() + ": expected images of the shape " + shape + ", found "
                    + images.shape() + ". Check that the file belongs to this data set.");
        }
        Labels.check(labels.path(), labels.bytes(), classes);
        return new ByteExamples(shape, images.bytes(), labels.bytes());
    }
}
