package org.postern.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postern.connections.Connections;
import org.postern.connections.Warrant;
import org.postern.mail.TenantId;

/// The rules between modules that Maven's edges do not show.
class ModuleRulesTest {
    private static final String ROOT = "org.postern.";
    private static final List<String> MODULES =
            List.of("mail", "extract", "lab", "connections", "vault", "recover", "console", "server");

    /// Packages below a module's own that its users may see, with why.
    private static final Map<String, String> OPEN = Map.of(
            "org.postern.console.access", "server wires the console's parts by hand",
            "org.postern.console.approval", "server wires the console's parts by hand",
            "org.postern.console.job", "server wires the console's parts by hand",
            "org.postern.console.mailbox", "server wires the console's parts by hand",
            "org.postern.console.tenant", "server wires the console's parts by hand",
            "org.postern.vault.s3", "server chooses where packs go; a part of the vault in a Maven module of its own",
            "org.postern.vault.key", "the cost of a guess is a part of the vault's configuration");

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ModuleRulesTest::isMain)
                .importPackages("org.postern");
        for (String module : MODULES) {
            assertThat(classes.stream().map(ModuleRulesTest::module))
                    .as("classes of every module")
                    .contains(module);
        }
    }

    private static boolean isMain(Location location) {
        return new ImportOption.DoNotIncludeTests().includes(location);
    }

    private static String module(JavaClass type) {
        String name = type.getPackageName();
        String below = name.startsWith(ROOT) ? name.substring(ROOT.length()) : "";
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }

    @Test
    void edgesGoOneWay() {
        Map<String, Set<String>> allowed = Map.of(
                "mail", Set.of(),
                "extract", Set.of(),
                "lab", Set.of("mail"),
                "vault", Set.of("mail", "extract"),
                "connections", Set.of("mail"),
                "recover", Set.of("mail", "vault", "connections"),
                "console", Set.of("mail", "vault", "connections", "recover"),
                "server", Set.of("mail", "extract", "vault", "connections", "recover", "console"));
        allowed.forEach((module, others) -> ArchRuleDefinition.classes()
                .that()
                .resideInAPackage(ROOT + module + "..")
                .should(dependOnlyOn(module, others))
                .check(classes));
    }

    private static ArchCondition<JavaClass> dependOnlyOn(String module, Set<String> others) {
        return new ArchCondition<>("depend, of Postern's modules, only on " + others) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getDirectDependenciesFromSelf().stream()
                        .filter(edge -> edge.getTargetClass().getPackageName().startsWith(ROOT))
                        .filter(edge -> !module(edge.getTargetClass()).equals(module)
                                && !others.contains(module(edge.getTargetClass())))
                        .forEach(edge -> events.add(SimpleConditionEvent.violated(type, edge.getDescription())));
            }
        };
    }

    @Test
    void otherModulesAreSeenByTheirFacadeAlone() {
        ArchRuleDefinition.classes()
                .that()
                .resideInAPackage("org.postern..")
                .should(new ArchCondition<JavaClass>("use only the exported package of another module") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        type.getDirectDependenciesFromSelf().stream()
                                .filter(edge -> hidden(type, edge.getTargetClass()))
                                .forEach(
                                        edge -> events.add(SimpleConditionEvent.violated(type, edge.getDescription())));
                    }
                })
                .check(classes);
    }

    private static boolean hidden(JavaClass user, JavaClass used) {
        String owner = module(used);
        return used.getPackageName().startsWith(ROOT)
                && !owner.equals(module(user))
                && !used.getPackageName().equals(ROOT + owner)
                && !OPEN.containsKey(used.getPackageName());
    }

    @Test
    void springIsOnlyInConsoleAndServer() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.postern.console..", "org.postern.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.postern.console.job..", "org.postern.console.tenant..", "org.postern.console.mailbox..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .because("what the console does is wired by hand; only its faces know Spring")
                .check(classes);
    }

    @Test
    void foreignDocumentsAreParsedInTheirOwnProcessAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.postern.extract.child..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.tika..", "org.apache.poi..", "org.apache.pdfbox..")
                .check(classes);
        noClasses()
                .that()
                .resideOutsideOfPackage("org.postern.extract.child..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.postern.extract.child..")
                .check(classes);
        assertThat(ModuleRulesTest.class.getResource("/org/apache/tika/Tika.class"))
                .as("no parser of foreign documents on the server's class path")
                .isNull();
    }

    @Test
    void theWriteKeyIsAskedForByJobsAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.postern.console.job..")
                .should()
                .callMethod(Connections.class, "mandate", TenantId.class, Warrant.class)
                .because("a mandate is for a job that the tenant's policy let pass")
                .check(classes);
        noClasses()
                .that()
                .resideOutsideOfPackage("org.postern.console.job..")
                .should()
                .callConstructor(Warrant.class, String.class, String.class, Warrant.Consent.class)
                .check(classes);
    }

    @Test
    void theClockIsMadeInMainsAlone() {
        DescribedPredicate<JavaClass> domain = DescribedPredicate.describe(
                "a class of a domain module",
                type -> Set.of("mail", "extract", "vault", "connections", "recover", "console")
                        .contains(module(type)));
        for (Class<?> source : List.of(Instant.class, java.time.LocalDate.class, java.time.ZonedDateTime.class)) {
            noClasses().that(domain).should().callMethod(source, "now").check(classes);
        }
        noClasses().that(domain).should().callMethod(Clock.class, "systemUTC").check(classes);
        noClasses()
                .that(domain)
                .should()
                .callMethod(Clock.class, "systemDefaultZone")
                .check(classes);
        noClasses()
                .that(domain)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .check(classes);
    }

    @Test
    void noPackagesGoInCircles() {
        slices().matching("org.postern.console.(**)").should().beFreeOfCycles().check(classes);
        slices().matching("org.postern.(*)..").should().beFreeOfCycles().check(classes);
    }
}
