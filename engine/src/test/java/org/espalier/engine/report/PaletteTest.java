package org.espalier.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The colours of lines are told apart by people who lack one kind of cones, and stand out from the card behind them. */
final class PaletteTest {
    /** A difference of 2 is just noticeable; the nearest two of Okabe and Ito's first seven colours differ by 17. */
    private static final double LEAST_DIFFERENCE = 30;

    /** What WCAG 2.1 asks of graphics. */
    private static final double LEAST_CONTRAST = 3;

    private static final int COLOURS = 6;

    /** Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB. */
    private enum Sight {
        USUAL,
        PROTANOPIA,
        DEUTERANOPIA,
        TRITANOPIA;

        double[] matrix() {
            return switch (this) {
                case USUAL -> new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1};
                case PROTANOPIA ->
                    new double[] {
                        0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998
                    };
                case DEUTERANOPIA ->
                    new double[] {
                        0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881
                    };
                case TRITANOPIA ->
                    new double[] {
                        1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900
                    };
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyTwoColoursDiffer(Sight sight) {
        for (List<double[]> theme : themes()) {
            for (int one = 1; one < theme.size(); one++) {
                for (int other = one + 1; other < theme.size(); other++) {
                    assertThat(difference(seen(theme.get(one), sight), seen(theme.get(other), sight)))
                            .as("c%d and c%d", one - 1, other - 1)
                            .isGreaterThanOrEqualTo(LEAST_DIFFERENCE);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "USUAL")
    void everyColourStandsOutFromTheCard(Sight sight) {
        for (List<double[]> theme : themes()) {
            double card = luminance(seen(theme.get(0), sight));
            for (int i = 1; i < theme.size(); i++) {
                double line = luminance(seen(theme.get(i), sight));
                assertThat((Math.max(line, card) + 0.05) / (Math.min(line, card) + 0.05))
                        .as("c%d", i - 1)
                        .isGreaterThanOrEqualTo(LEAST_CONTRAST);
            }
        }
    }

    /** Returns the themes of the page, light and dark: the card first, then the colours of lines, as linear RGB. */
    private static List<List<double[]>> themes() {
        String css = Resources.text("report.css");
        List<double[]> cards = colours(css, "--card: #");
        var themes = new ArrayList<List<double[]>>();
        for (int theme = 0; theme < 2; theme++) {
            var colours = new ArrayList<>(List.of(cards.get(theme)));
            for (int i = 0; i < COLOURS; i++) {
                colours.add(colours(css, "--c" + i + ": #").get(theme));
            }
            themes.add(colours);
        }
        return themes;
    }

    private static List<double[]> colours(String css, String name) {
        Matcher found = Pattern.compile(Pattern.quote(name) + "(..)(..)(..);").matcher(css);
        var colours = new ArrayList<double[]>();
        while (found.find()) {
            var linear = new double[3];
            for (int i = 0; i < 3; i++) {
                double value = Integer.parseInt(found.group(i + 1), 16) / 255.0;
                linear[i] = value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
            }
            colours.add(linear);
        }
        assertThat(colours).as(name).hasSize(2);
        return colours;
    }

    private static double[] seen(double[] linear, Sight sight) {
        return times(sight.matrix(), linear);
    }

    private static double[] times(double[] matrix, double[] vector) {
        var product = new double[3];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                product[row] += matrix[3 * row + column] * vector[column];
            }
        }
        return product;
    }

    private static double luminance(double[] linear) {
        return 0.2126729 * linear[0] + 0.7151522 * linear[1] + 0.0721750 * linear[2];
    }

    /** CIE 1976: the distance in L*a*b*. */
    private static double difference(double[] one, double[] other) {
        double[] first = lab(one);
        double[] second = lab(other);
        return Math.sqrt(Math.pow(first[0] - second[0], 2)
                + Math.pow(first[1] - second[1], 2)
                + Math.pow(first[2] - second[2], 2));
    }

    private static double[] lab(double[] linear) {
        double[] toXyz = {
            0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522, 0.0721750, 0.0193339, 0.1191920, 0.9503041
        };
        double[] xyz = times(toXyz, linear.clone());
        double[] white = times(toXyz, new double[] {1, 1, 1});
        var f = new double[3];
        for (int i = 0; i < 3; i++) {
            double t = Math.max(0, Math.min(1, xyz[i] / white[i]));
            f[i] = t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
        }
        return new double[] {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
    }
}
