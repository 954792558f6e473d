package org.espalier.engine.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Tells files that are what they seem from links and devices, in folders that others may have made. */
public final class PlainFile {
    private PlainFile() {}

    /**
     * Checks that a file which is there is a plain one.
     *
     * @throws FileSystemException when it is a link, a folder or a device; says which
     */
    public static void require(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            throw new FileSystemException(file.toString(), null, "is a link, which is not followed here");
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(file.toString(), null, "is not a file");
        }
    }
}
