package org.espalier.engine.plugin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStore.PasswordProtection;
import java.security.KeyStore.PrivateKeyEntry;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import jdk.security.jarsigner.JarSigner;
import org.espalier.api.plugin.Plugin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a jar holds and its code throws: it is reported, and the sound jar beside it is loaded. */
@Timeout(60)
final class HostileJarTest {
    private static final String SERVICE = "META-INF/services/" + Plugin.class.getName();

    @TempDir
    Path work;

    private Path plugins;
    private Path jar;

    @BeforeEach
    void aSoundJarIsThere() {
        plugins = work.resolve("plugins");
        jar = plugins.resolve("bad.jar");
        new Acme().named("sound", "1.0").jar().writeTo(plugins.resolve("sound.jar"));
    }

    private List<String> reported() {
        Registry registry = PluginLoader.load(
                List.of(new PluginDirectory(plugins, "plugins", false)), new CorePlugin(List.of(), List.of()));
        assertThat(registry.plugins()).extracting(PluginInfo::name).contains("sound");
        return registry.problems().stream().map(PluginProblem::message).toList();
    }

    private void isReported(String... words) {
        assertThat(reported()).singleElement().satisfies(problem -> assertThat(problem)
                .startsWith("plugins/bad.jar: ")
                .satisfies(text -> assertThat(List.of(words)).allMatch(text::contains))
                .hasSizeLessThan(2000)
                .matches(text -> text.chars().noneMatch(Character::isISOControl)));
    }

    @Test
    void aSignatureThatDoesNotFitAnyMore() throws IOException, GeneralSecurityException {
        Path plain = new Acme().jar().writeTo(work.resolve("plain.jar"));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = HostileJarTest.class.getResourceAsStream("signer.p12")) {
            keys.load(in, "changeit".toCharArray());
        }
        var signer = (PrivateKeyEntry) keys.getEntry("acme", new PasswordProtection("changeit".toCharArray()));
        var signed = work.resolve("signed.jar");
        try (ZipFile in = new ZipFile(plain.toFile());
                OutputStream out = Files.newOutputStream(signed)) {
            new JarSigner.Builder(signer).build().sign(in, out);
        }
        copy(signed, plugins.resolve("signed.jar"), "", content -> content);
        assertThat(reported()).isEmpty();
        Files.delete(plugins.resolve("signed.jar"));

        copy(signed, jar, "META-INF/MANIFEST.MF", content -> "Manifest-Version: 1.0\r\n\r\n".getBytes(UTF_8));
        isReported("has a signature that does not fit", "META-INF/*.SF");
    }

    /** Copies a jar with one file changed. */
    private static void copy(Path from, Path to, String changed, UnaryOperator<byte[]> change) throws IOException {
        try (ZipFile in = new ZipFile(from.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
            for (ZipEntry entry : in.stream().toList()) {
                byte[] content = in.getInputStream(entry).readAllBytes();
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(entry.getName().equals(changed) ? change.apply(content) : content);
            }
        }
    }

    /** A plugin that fails as a file in its jar says: where, and how. */
    private static Acme failing() {
        return new Acme()
                .constructor("""
                    static { fail("initializer"); }

                    public AcmePlugin() { fail("constructor"); }
                    """)
                .descriptor("fail(\"descriptor\"); return new Descriptor(\"acme\", \"1\", Spi.VERSION);")
                .providers("fail(\"providers\"); return List.of();")
                .more("""
                    public List<Preset> presets() { fail("presets"); return List.of(); }

                    static void fail(String where) {
                        try (var in = AcmePlugin.class.getResourceAsStream("/fault")) {
                            String[] fault = new String(in.readAllBytes()).split(" ");
                            if (fault[0].equals(where)) {
                                AcmePlugin.<RuntimeException>fail(Integer.parseInt(fault[1]));
                            }
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    }

                    static <E extends Throwable> void fail(int how) throws E {
                        throw (E) switch (how) {
                            case 0 -> new OutOfMemoryError("heap");
                            case 1 -> new StackOverflowError();
                            case 2 -> new ThreadDeath();
                            case 3 -> new InternalError();
                            case 4 -> new AssertionError("no");
                            case 5 -> new ServiceConfigurationError("no", new OutOfMemoryError());
                            case 6 -> new Exception("checked");
                            case 7 -> new Throwable();
                            case 8 -> new Mute();
                            case 9 -> new SecurityException("not yours");
                            default -> new IllegalStateException("\\u001b[2J\\u0007" + "long ".repeat(1_000_000));
                        };
                    }

                    public static class Mute extends Error {
                        public String getMessage() { throw new Mute(); }
                        public Throwable getCause() { return this; }
                        public String toString() { throw new Mute(); }
                    }
                    """);
    }

    @Test
    void everyErrorInEveryMethodOfAPlugin() throws IOException {
        Path plain = failing().jar().file("fault", "nowhere 0").writeTo(jar);
        assertThat(reported()).isEmpty();
        Path kept = Files.move(plain, work.resolve("failing.jar"));
        Path sound = plugins.resolve("sound.jar");
        for (String where : List.of("initializer", "constructor", "descriptor", "providers", "presets")) {
            for (int how = 0; how <= 10; how++) {
                String fault = where + " " + how;
                // Java keeps what it read of a jar by the jar's place.
                plugins = Files.createDirectories(work.resolve(fault));
                Files.copy(sound, plugins.resolve("sound.jar"));
                copy(kept, plugins.resolve("bad.jar"), "fault", content -> fault.getBytes(UTF_8));
                isReported();
            }
        }
    }

    @Test
    void listsThatDoNotEnd() throws IOException {
        new Acme()
                .providers("return Collections.nCopies(Integer.MAX_VALUE, Provider.of(Criterion.class, \"wanda\", \"\","
                        + " Wanda.class));")
                .jar()
                .writeTo(jar);
        isReported("providers() returned a list of more than 10000");
    }

    @Test
    void anotherJarInTheManifestOrTheIndex() throws IOException {
        new Acme()
                .jar()
                .file("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nClass-Path: code.jar\r\n\r\n")
                .writeTo(jar);
        isReported("names other jars in its manifest (Class-Path: code.jar)");
        new Acme()
                .jar()
                .file("META-INF/manifest.mf", "Manifest-Version: 1.0\r\nclass-path: ../code.jar\r\n\r\n")
                .writeTo(jar);
        isReported("names other jars in its manifest (Class-Path: ../code.jar)");
        new Acme()
                .jar()
                .file("META-INF/INDEX.LIST", "JarIndex-Version: 1.0\n\ncode.jar\ncom/acme\n")
                .writeTo(jar);
        isReported("META-INF/INDEX.LIST");
    }

    @Test
    void manifestsThatAreNone() throws IOException {
        new Acme().jar().file("META-INF/MANIFEST.MF", "no manifest\r\n\r\n").writeTo(jar);
        isReported("cannot be read");
    }

    @Test
    void aListOfServicesThatIsTooLong() throws IOException {
        new Acme().jar().file(SERVICE, "com.acme.Gone\n".repeat(220_000)).writeTo(jar);
        isReported("holds " + SERVICE + " of 3080000 bytes");
        new Acme().jar().file(SERVICE, "com.acme.Gone\n".repeat(101)).writeTo(jar);
        isReported("names 101 classes");
        new Acme()
                .jar()
                .file(SERVICE, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 27, 7})
                .writeTo(jar);
        assertThat(reported()).isNotEmpty();
    }

    /** The directory says that the list is short; what it unpacks to is not. */
    @Test
    void aListOfServicesThatLiesAboutItsLength() throws IOException {
        new Acme().jar().file(SERVICE, "#".repeat(50_000_000)).writeTo(jar);
        byte[] bytes = Files.readAllBytes(jar);
        replace(bytes, new byte[] {(byte) 0x80, (byte) 0xf0, (byte) 0xfa, 2}, new byte[] {10, 0, 0, 0});
        Files.write(jar, bytes);
        assertThat(reported()).singleElement().asString().startsWith("plugins/bad.jar: ");
    }

    @Test
    void aClassThatUnpacksToTooMuch() throws IOException {
        new Acme().jar().file("com/acme/Bomb.class", new byte[17 << 20]).writeTo(jar);
        isReported("holds com/acme/Bomb.class of 17825792 bytes");
    }

    @Test
    void namesThatAreNoUtf8() throws IOException {
        new Acme().jar().file("com/acme/Naïve.class", new byte[10]).writeTo(jar);
        byte[] bytes = Files.readAllBytes(jar);
        replace(bytes, "Na\u00c3\u00afve".getBytes(ISO_8859_1), new byte[] {'N', 'a', (byte) 0xff, (byte) 0xff, 'v', 'e'
        });
        Files.write(jar, bytes);
        isReported("is damaged");
    }

    private static void replace(byte[] in, byte[] what, byte[] by) {
        int replaced = 0;
        for (int i = 0; i + what.length <= in.length; i++) {
            if (java.util.Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
                System.arraycopy(by, 0, in, i, by.length);
                replaced++;
            }
        }
        assertThat(replaced).isPositive();
    }

    @Test
    void annotationsThatCannotBeRead() throws IOException {
        PluginJar sound = new Acme().jar();
        byte[] record = sound.compile().get("com/acme/AcmePlugin$Wanda.class");
        // The constant that "exponent", the annotation's value, is: made a class, it is none that a text may be.
        byte[] text = "\1\0\10exponent".getBytes(ISO_8859_1);
        replace(record, text, "\1\0\10\u00ff\u00ffponent".getBytes(ISO_8859_1));
        new Acme().jar().file("com/acme/AcmePlugin$Wanda.class", record).writeTo(jar);
        isReported();
    }

    @Test
    void previewFeatures() throws IOException {
        byte[] plugin = new Acme().jar().compile().get("com/acme/AcmePlugin.class");
        plugin[4] = (byte) 0xff;
        plugin[5] = (byte) 0xff;
        new Acme().jar().file("com/acme/AcmePlugin.class", plugin).writeTo(jar);
        isReported("features of Java that are not final");
    }

    @Test
    void whatIsNoFile() throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("mkfifo", jar.toString()).start().waitFor())
                .isZero();
        isReported("is neither a file nor a folder");
        Files.delete(jar);
        Files.createSymbolicLink(jar, jar);
        isReported("is a link to a file that does not exist");
    }

    @Test
    void foldersWithCharactersThatMeanSomethingInAddresses() throws IOException {
        for (String name :
                List.of("bang!", "a b", "100%", "%21", "c#", "q?", "p+", "semi;colon", "x!y", "ü", "a:b", "[x]")) {
            Path folder = work.resolve(name);
            new Acme().jar().writeTo(folder.resolve("acme.jar"));
            new Acme().named("other", "1").jar().writeTo(folder.resolve("other! !/other!.jar"));
            Registry registry = PluginLoader.load(
                    List.of(new PluginDirectory(folder, name, true)), new CorePlugin(List.of(), List.of()));
            assertThat(registry.problems()).as(name).isEmpty();
            assertThat(registry.plugins())
                    .extracting(PluginInfo::origin)
                    .contains(name + "/acme.jar", name + "/other! !/other!.jar");
        }
    }

    @Test
    void aModuleAndOtherVersionsForNewerJava() throws IOException {
        byte[] newer = new Acme().jar().compile().get("com/acme/AcmePlugin.class");
        newer[7] = 99;
        new Acme()
                .jar()
                .file("module-info.class", "nonsense")
                .file("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n")
                .file("META-INF/versions/99/com/acme/AcmePlugin.class", newer)
                .file("META-INF/versions/x/com/acme/AcmePlugin.class", newer)
                .file("nested.jar", "no jar")
                .file("../../up.class", newer)
                .writeTo(jar);
        assertThat(reported()).isEmpty();
        new Acme()
                .jar()
                .file("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n")
                .file("META-INF/versions/17/com/acme/AcmePlugin.class", newer)
                .writeTo(jar);
        isReported("was compiled for Java");
    }
}
