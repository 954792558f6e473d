package org.espalier.engine.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Says why a file could not be read or written. Messages of Java's own exceptions often hold the file's name and nothing else. */
public final class Reasons {
    private Reasons() {}

    /**
     * Returns a reason in words, led by the file when that is another one.
     *
     * @param told the file or folder that the message names already
     */
    public static String of(IOException e, Path told) {
        if (!(e instanceof FileSystemException failed)) {
            String kind = e.getClass().getSimpleName();
            return e.getMessage() == null ? kind : kind + ": " + e.getMessage();
        }
        boolean another = failed.getFile() != null && !failed.getFile().equals(told.toString());
        return (another ? failed.getFile() + ": " : "") + words(failed);
    }

    private static String words(FileSystemException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "a file of this name is in the way";
        }
        if (e instanceof NotDirectoryException) {
            return "this is not a folder";
        }
        if (e instanceof DirectoryNotEmptyException) {
            return "the folder is not empty";
        }
        return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    }
}
