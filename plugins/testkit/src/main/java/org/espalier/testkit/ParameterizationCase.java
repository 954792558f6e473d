package org.espalier.testkit;

import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.model.ParamInfo;

/** What a parameterization or a regularizer is checked on. */
@FunctionalInterface
interface ParameterizationCase {
    void check(ParamInfo info, Latent latent, Mask mask);
}
