package org.sluice.peers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A test that runs with each {@link Syntax} whose pixel data is not compressed: {@link InEveryEncoding}, and deflated. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@EnumSource(value = Syntax.class, mode = EnumSource.Mode.EXCLUDE, names = "JPEG_BASELINE")
public @interface InEverySyntax {}
