package org.espalier.api.plugin;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/**
 * Documents one option: a component of a configuration record.
 *
 * <p>The option's name in a pipeline file is the record component's in kebab case ({@code weightDecay} is
 * {@code weight-decay}). Bounds are said with Jakarta Validation annotations beside this one.
 */
@API(status = EXPERIMENTAL, since = "0.1")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface Knob {
    /** What the option means: one line, with its unit or range. */
    String value();

    /**
     * The default, written as in a pipeline file: a value, a component's name, or a whole composition. Empty means that
     * the option is required. An empty list or mapping is {@code []} or <code>{}</code>.
     */
    String otherwise() default "";

    /**
     * The name that the option had in files before, in kebab case; empty when it had none. A file that still gives it is
     * refused and told the new one.
     */
    String formerly() default "";

    /** Whether {@code .inf} is one of its values. It always is where it is the default; other numbers are finite. */
    boolean infinite() default false;
}
