package org.espalier.engine.kernel.backend;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.espalier.engine.PipelineException;

/**
 * The folder that native libraries are unpacked into and loaded from: {@code .javacpp/cache} in the user's home; where that cannot be
 * written, one of the user's own below the common temporary folder. Nobody else may write there: whoever can, runs code as this user.
 */
public final class NativeFolder {
    /** JavaCPP's name for the folder. */
    static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");

    private NativeFolder() {}

    /**
     * Settles the folder; to be called before anything native is loaded.
     *
     * @throws PipelineException when there is none that can be used; says how to name one
     */
    public static void prepare() {
        String named = System.getProperty(PROPERTY, "");
        if (!named.isEmpty()) {
            if (!writable(Path.of(named))) {
                throw new PipelineException("native libraries are to be unpacked into '" + named + "', which "
                        + PROPERTY + " names, but that cannot be written. Name another folder");
            }
            return;
        }
        Path folder = choose(
                Path.of(System.getProperty("user.home")),
                Path.of(System.getProperty("java.io.tmpdir")),
                System.getProperty("user.name"));
        System.setProperty(PROPERTY, folder.toString());
    }

    static Path choose(Path home, Path temporary, String user) {
        Path usual = home.resolve(".javacpp").resolve("cache");
        if (writable(usual)) {
            return usual;
        }
        Path own = temporary.resolve("espalier-" + user.replaceAll("[^A-Za-z0-9._-]", "_"));
        String fault = fault(own);
        if (!fault.isEmpty()) {
            throw new PipelineException("there is no folder to unpack native libraries into: '" + usual
                    + "' cannot be written, and '" + own + "' " + fault
                    + ". Name a folder of your own: ESPALIER_OPTS=-D"
                    + PROPERTY + "=FOLDER");
        }
        return own;
    }

    private static boolean writable(Path folder) {
        try {
            return Files.isWritable(Files.createDirectories(folder));
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns why libraries must not be loaded from there; empty when they may. */
    private static String fault(Path folder) {
        try {
            make(folder);
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                return "is no folder";
            }
            // a file made now belongs to the user who runs this
            Path probe = Files.createTempFile(folder, "owner", "");
            boolean owned = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(probe));
            Files.delete(probe);
            if (!owned) {
                return "belongs to another user";
            }
            Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(folder));
            others.removeAll(OWN);
            return others.isEmpty() ? "" : "is open to other users";
        } catch (IOException e) {
            return "cannot be written";
        } catch (UnsupportedOperationException e) {
            return "is on a file system that does not tell whose it is";
        }
    }

    private static void make(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWN));
        } catch (FileAlreadyExistsException e) {
            // made by a run before, or by somebody else, which is found out next
            return;
        }
    }
}
