/**
 * The contracts that every component keeps, ours or not, and the fakes to try a component on.
 *
 * <p>There is one contract for each seam of {@link org.espalier.api.plugin.Spi#SEAMS}: an interface of JUnit tests named
 * after the seam. A test class implements the contracts it needs and hands over the object under test; what a component
 * does not promise is said by overriding a method that returns {@code true} for it, never by leaving a test out.
 *
 * <pre>{@code
 * final class WandaTest implements CriterionContract {
 *     @Override
 *     public Criterion criterion() {
 *         return new Wanda();
 *     }
 * }
 * }</pre>
 */
@NullMarked
package org.espalier.testkit;

import org.jspecify.annotations.NullMarked;
