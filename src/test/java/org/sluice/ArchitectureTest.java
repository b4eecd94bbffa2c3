package org.sluice;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sluice.net.Engines;

/** Holds the picture of the packages: who may import whom, and what only the command line may do. */
class ArchitectureTest {
    private static final String ROOT = "org.sluice";

    /**
     * A package may import what follows its arrow, and nothing points back up. {@code net.engine.*}: the packages below
     * net.engine. {@code net} is the seam in front of engines, and nothing above it imports one; which files hold the keys
     * ({@code net.tls}) is no matter of an engine. {@code recipe} is the way into its rooms; filters and actions lie apart and share what is below both. {@code gateway}
     * is the door of the node; an instance goes through its rooms from {@code intake} down, and none of them knows the door.
     * {@code text}, which imports nothing, is for everybody: what is logged, written or shown goes through it. Commands
     * without a node talk to a peer ({@code net}) or run a recipe over files.
     */
    private static final Map<String, Set<String>> PICTURE = parse("""
            text                    ->
            dataset                 -> text
            files                   -> text
            recipe.profile          -> dataset
            recipe.pattern          ->
            recipe.python           ->
            recipe.syntax           -> recipe.pattern recipe.python dataset text
            recipe.instance         -> recipe.python recipe.syntax dataset
            recipe.function         -> recipe.instance recipe.syntax dataset text
            recipe.filter           -> recipe.instance recipe.syntax recipe.pattern recipe.python dataset text
            recipe.field            -> recipe.instance recipe.syntax recipe.pattern dataset
            recipe.action           -> recipe.field recipe.function recipe.instance recipe.syntax recipe.pattern recipe.python dataset text
            recipe.review           -> recipe.action recipe.field recipe.instance recipe.syntax recipe.pattern dataset text
            recipe                  -> recipe.action recipe.filter recipe.function recipe.instance recipe.syntax pixel dataset files text
            recipe.testing          -> recipe recipe.action recipe.filter recipe.function recipe.syntax dataset text
            verify                  -> recipe recipe.action recipe.filter recipe.function recipe.profile recipe.syntax pixel dataset files text
            pixel.frame             ->
            pixel.rle               -> pixel.frame
            pixel.jpeg              -> pixel.frame
            pixel.jpegls            -> pixel.frame pixel.jpeg
            pixel.jpeg2000          -> pixel.frame
            pixel.render            -> pixel.frame dataset
            pixel.text              -> pixel.frame
            pixel                   -> pixel.* dataset text
            net.tls                 -> text
            net                     -> net.tls text
            net.stow                -> net.tls text
            net.engine.pdu          -> text
            net.engine.association  -> net.engine.pdu net.tls text
            net.engine.dimse        -> net.engine.pdu net.engine.association text
            net.engine              -> net.engine.* net net.tls text
            store                   -> text
            crosswalk               -> recipe.action store dataset
            ledger                  -> store text
            status                  -> text
            directory               -> net.tls store text
            config                  -> text
            benchmark               -> dataset files text
            gateway.route           -> net net.tls recipe recipe.* crosswalk store pixel pixel.frame config dataset text
            gateway.archive         -> net net.tls config text
            gateway.control         -> store text
            gateway.meters          -> gateway.route net net.stow net.tls recipe.filter store status dataset text
            gateway.commitment      -> gateway.route gateway.archive gateway.meters net store config dataset text
            gateway.delivery        -> gateway.archive gateway.meters gateway.commitment net net.stow ledger store pixel config dataset text
            gateway.shadow          -> gateway.control gateway.route gateway.meters recipe recipe.filter store text
            gateway.intake          -> gateway.shadow gateway.route gateway.archive gateway.meters gateway.commitment gateway.delivery \
                                       net recipe recipe.action recipe.filter ledger store pixel config dataset text
            gateway.desk            -> gateway.control gateway.route gateway.intake gateway.delivery gateway.commitment \
                                       ledger recipe recipe.action recipe.filter store pixel config dataset text
            gateway                 -> gateway.* directory net net.stow net.tls ledger store status config dataset text
            web                     -> gateway.control gateway.desk net.tls config status text
            cli                     -> gateway gateway.desk gateway.shadow gateway.route gateway.meters gateway.control directory benchmark crosswalk ledger store verify web config net \
                                       net.tls recipe recipe.* pixel pixel.frame dataset files status text
            """);

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packagesImportOnlyWhatFollowsTheirArrow() {
        classes()
                .should(importOnlyWhatFollowsTheirArrow())
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void noPackagesImportEachOther() {
        slices().matching(ROOT + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void nothingOutsideAnEngineKnowsIt() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".net.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".net.engine..")
                .check(CLASSES);
    }

    @Test
    void onlyTheProgramItselfLooksForEngines() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".cli.Main")
                .should()
                .callMethod(Engines.class, "onClassPath")
                .check(CLASSES);
    }

    @Test
    void noFilesOfTheUpperLayerReferToEachOtherInACircle() {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                        String file = javaClass.getName().split("\\$", 2)[0];
                        return file.startsWith(ROOT + ".net.engine.association.")
                                ? SliceIdentifier.of(file)
                                : SliceIdentifier.ignore();
                    }

                    @Override
                    public String getDescription() {
                        return "files of net.engine.association";
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLineEndsTheProcess() {
        noClasses()
                .that(resideOutsideOfTheCommandLine())
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that(resideOutsideOfTheCommandLine())
                .should(ACCESS_STANDARD_STREAMS)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void loggingGoesThroughSlf4jAlone() {
        noClasses().should(USE_JAVA_UTIL_LOGGING).allowEmptyShould(true).check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ch.qos.logback..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    /** {@link org.sluice.text.Log} makes every line fit; nobody has to remember to. */
    @Test
    void everyLineOfTheLogGoesThroughTheOnePlaceThatMakesItFit() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".text")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.slf4j.Logger")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.slf4j.LoggerFactory")
                .check(CLASSES);
    }

    /** One that is not ours may quote what it could not read: {@link org.sluice.text.OneLine} knows which may be shown. */
    @Test
    void nobodyQuotesTheMessageOfAnExceptionThatIsNotOurs() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".text")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "the words of a foreign exception",
                        call -> Set.of("getMessage", "getLocalizedMessage", "toString", "printStackTrace")
                                        .contains(call.getName())
                                && call.getTargetOwner().isAssignableTo(Throwable.class)
                                && !call.getTargetOwner().getPackageName().startsWith(ROOT)))
                .check(CLASSES);
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            Set<Path> folders = sources.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .collect(Collectors.toSet());
            assertThat(folders).allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                    .exists());
        }
    }

    /** The build runs no class of another name, and does not say so. */
    @Test
    void everyClassWithTestsHasANameThatTheBuildRuns() {
        JavaClasses tests = new ClassFileImporter()
                .withImportOption(new ImportOption.OnlyIncludeTests())
                .importPackages(ROOT);
        methods()
                .that()
                .areMetaAnnotatedWith("org.junit.platform.commons.annotation.Testable")
                .should()
                .beDeclaredInClassesThat()
                .haveSimpleNameEndingWith("Test")
                .check(tests);
    }

    @Test
    void thePictureNamesNoPackageTwiceAndNoneThatItDoesNotDraw() {
        assertThat(PICTURE.get("net.engine"))
                .containsExactlyInAnyOrder(
                        "net.engine.pdu", "net.engine.association", "net.engine.dimse", "net", "net.tls", "text");
        assertThat(PICTURE.keySet())
                .containsAll(
                        PICTURE.values().stream().flatMap(Collection::stream).collect(Collectors.toSet()));
        assertThatThrownBy(() -> parse("a ->\na ->")).isInstanceOf(IllegalStateException.class);
    }

    private static DescribedPredicate<JavaClass> resideOutsideOfTheCommandLine() {
        return DescribedPredicate.not(resideInAPackage(ROOT + ".cli.."));
    }

    private static Map<String, Set<String>> parse(String picture) {
        Map<String, String> lines = picture.lines()
                .map(line -> line.split("->", -1))
                .collect(Collectors.toMap(sides -> sides[0].strip(), sides -> sides[1].strip()));
        return lines.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, line -> Arrays.stream(
                        line.getValue().split(" "))
                .filter(name -> !name.isEmpty())
                .flatMap(name -> expanded(name, lines.keySet()))
                .collect(Collectors.toSet())));
    }

    private static Stream<String> expanded(String name, Set<String> all) {
        return name.endsWith(".*")
                ? all.stream().filter(other -> other.startsWith(name.substring(0, name.length() - 1)))
                : Stream.of(name);
    }

    private static ArchCondition<JavaClass> importOnlyWhatFollowsTheirArrow() {
        return new ArchCondition<>("import only what follows their package's arrow") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                Optional<String> from = drawn(item.getPackageName());
                if (from.isEmpty()) {
                    events.add(SimpleConditionEvent.violated(
                            item, item.getName() + ": its package is not in the picture"));
                    return;
                }
                item.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> !allowed(from.get(), dependency))
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(item, dependency.getDescription())));
            }
        };
    }

    private static boolean allowed(String from, Dependency dependency) {
        String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
        if (!target.equals(ROOT) && !target.startsWith(ROOT + ".")) {
            return true;
        }
        return drawn(target)
                .map(to ->
                        to.equals(from) || PICTURE.getOrDefault(from, Set.of()).contains(to))
                .orElse(false);
    }

    /** The most precise name in the picture for a package: {@code recipe} for {@code org.sluice.recipe.syntax}. */
    private static Optional<String> drawn(String packageName) {
        return PICTURE.keySet().stream()
                .filter(name -> (packageName + ".").startsWith(ROOT + "." + name + "."))
                .max(Comparator.comparingInt(String::length));
    }
}
