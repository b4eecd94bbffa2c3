package org.sluice.net;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Tests of what the engine {@code sluice} alone promises; {@code docs/engines.md} lists them. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OfOneEngine {
    /** The promise, in words. */
    String value();
}
