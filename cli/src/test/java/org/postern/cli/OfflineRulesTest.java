package org.postern.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The command line speaks to the server's API; only its offline commands see a vault or rules, and only by their
/// façades.
class OfflineRulesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.postern.cli");

    @Test
    void onlyTheOfflineCommandsSeeVaultAndMail() {
        assertThat(CLASSES.contain("org.postern.cli.offline.OfflineCommands")).isTrue();
        noClasses()
                .that()
                .resideInAPackage("org.postern.cli..")
                .and()
                .resideOutsideOfPackage("org.postern.cli.offline..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.postern.vault..", "org.postern.mail..", "org.postern.protect..")
                .check(CLASSES);
    }

    @Test
    void theySeeTheFacadeAlone() {
        noClasses()
                .that()
                .resideInAPackage("org.postern.cli.offline..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.postern.vault.(*)..", "org.postern.protect.(*)..")
                .check(CLASSES);
    }

    @Test
    void nothingElseOfPosternIsSeen() {
        noClasses()
                .that()
                .resideInAPackage("org.postern.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.postern.connections..",
                        "org.postern.recover..",
                        "org.postern.console..",
                        "org.postern.server..",
                        "org.postern.lab..")
                .check(CLASSES);
    }
}
