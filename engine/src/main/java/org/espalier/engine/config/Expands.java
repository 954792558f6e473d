package org.espalier.engine.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that an option, a list of mappings from names to single values, writes out entries of another option, a mapping:
 * an entry that mentions {@code $name} stands for one entry for each mapping of the list, with the values of that mapping
 * in the place of what it mentions. These entries are called after the first value of each that they mention, as
 * {@code entry@0.05}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Expands {
    /** The other option's name, as written in a file. */
    String value();
}
