package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.espalier.api.plugin.Spi;

/** Which contract a seam has, and which components a module's tests hold to theirs. */
@API(status = EXPERIMENTAL, since = "0.1")
public final class Contracts {
    private Contracts() {}

    /**
     * Returns the contract of a seam.
     *
     * @throws IllegalArgumentException when the kit has none
     */
    public static Class<?> of(Class<?> seam) {
        String name = Contracts.class.getPackageName() + "." + seam.getSimpleName() + "Contract";
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("the kit has no " + name, e);
        }
    }

    /**
     * Returns the classes of the components that tests beside {@code test} put under a contract, found by asking every
     * test class for its object under test.
     *
     * @param test any test class of the module
     */
    public static Set<Class<?>> componentsUnderTest(Class<?> test) {
        Path folder = folder(test);
        try (var files = Files.walk(folder)) {
            var components = new LinkedHashSet<Class<?>>();
            files.map(file -> folder.relativize(file).toString())
                    .filter(file -> file.endsWith(".class"))
                    .sorted()
                    .map(file -> load(file, test.getClassLoader()))
                    .filter(Contracts::isATest)
                    .forEach(type -> components.addAll(underTest(type)));
            return components;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isATest(Class<?> type) {
        return !type.isInterface()
                && !Modifier.isAbstract(type.getModifiers())
                && Spi.SEAMS.stream().anyMatch(seam -> of(seam).isAssignableFrom(type));
    }

    private static List<Class<?>> underTest(Class<?> type) {
        Object test = instance(type);
        return Spi.SEAMS.stream()
                .filter(seam -> of(seam).isInstance(test))
                .<Class<?>>map(seam -> call(giving(seam), test).getClass())
                .toList();
    }

    /** Returns the method of a seam's contract that hands over the object under test. */
    private static Method giving(Class<?> seam) {
        return Arrays.stream(of(seam).getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()) && method.getReturnType() == seam)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(of(seam) + " does not ask for a " + seam));
    }

    /** Makes a test, and the test around it when it is a nested one. */
    private static Object instance(Class<?> type) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return constructor.getParameterCount() == 0
                    ? constructor.newInstance()
                    : constructor.newInstance(instance(type.getEnclosingClass()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getName(), e);
        }
    }

    private static Object call(Method method, Object test) {
        try {
            method.setAccessible(true);
            return method.invoke(test);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot call " + method, e);
        }
    }

    private static Class<?> load(String file, ClassLoader loader) {
        String name = file.substring(0, file.length() - ".class".length()).replace(File.separatorChar, '.');
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path folder(Class<?> test) {
        try {
            return Path.of(
                    test.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
