package org.sluice.net.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/**
 * Where the threads of associations come from: one for each.
 *
 * <p>Platform threads, because that is what measures best: on JDK 25 a virtual thread, which parks and is unparked by
 * the poller around each read, costs half as much processor time again for each byte received, and associations are
 * some tens at most. {@code -Dsluice.net.virtual-threads=true} takes virtual ones where the JVM has them.
 */
final class AssociationThreads {
    private static final boolean VIRTUAL = Boolean.getBoolean("sluice.net.virtual-threads");

    private AssociationThreads() {}

    static ThreadFactory factory() {
        Optional<ThreadFactory> virtual = VIRTUAL ? virtual() : Optional.empty();
        return virtual.orElse(task -> {
            Thread thread = new Thread(task, "association");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** {@code Thread.ofVirtual().factory()}, which this language level does not know. */
    private static Optional<ThreadFactory> virtual() {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandle make = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual));
            MethodHandle factory = lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
            Object made = make.invoke();
            return Optional.of((ThreadFactory) factory.invoke(made));
        } catch (ReflectiveOperationException notThere) {
            return Optional.empty();
        } catch (Throwable e) {
            throw new IllegalStateException("virtual threads", e);
        }
    }
}
