package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./postern` itself, in a folder with a space in its name, among Javas and Mavens that only pretend.
class LauncherTest {
    private static final List<String> TOOLS = List.of(
            "bash", "env", "dirname", "readlink", "find", "head", "sed", "cat", "mkdir", "mv", "rm", "flock", "uname");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    @SuppressWarnings("NullAway.Init")
    private Path home;

    @SuppressWarnings("NullAway.Init")
    private Path bin;

    private final Map<String, String> environment = new HashMap<>();

    private record Ran(int exitCode, String out, String err) {}

    @BeforeEach
    void layOut() throws IOException {
        home = Files.createDirectories(temporary.resolve("my postern"));
        bin = Files.createDirectories(temporary.resolve("bin"));
        Path repository = repository();
        for (String file : List.of("postern", ".ci/java25.sh")) {
            Path copy = home.resolve(file);
            Files.createDirectories(home.resolve(".ci"));
            Files.copy(repository.resolve(file), copy);
            copy.toFile().setExecutable(true);
        }
        Path source = home.resolve("mail/src/main/java/A.java");
        Files.createDirectories(source.resolve(".."));
        Files.writeString(source, "class A {}");
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        for (String tool : TOOLS) {
            link(tool);
        }
        environment.put("PATH", bin.toString());
        environment.put("HOME", temporary.toString());
        environment.put("POSTERN_JVM_DIR", temporary.resolve("jvm").toString());
    }

    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("postern"))) {
            folder = folder.getParent();
        }
        assertThat(folder).as("the repository's root").isNotNull();
        return folder == null ? Path.of("") : folder;
    }

    private void link(String tool) throws IOException {
        for (String folder : List.of("/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin")) {
            Path there = Path.of(folder, tool);
            if (Files.exists(there)) {
                wrap(bin.resolve(tool), there);
                return;
            }
        }
    }

    private static void wrap(Path file, Path program) throws IOException {
        Files.writeString(file, "#!/bin/sh\nexec " + program + " \"$@\"\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Path script(Path file, String... lines) throws IOException {
        Files.createDirectories(file.resolve(".."));
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    /// A Java that says its version and else prints what it was asked to run.
    private Path java(Path javaHome, String version) throws IOException {
        script(javaHome.resolve("bin/javac"), "exit 0");
        return script(
                javaHome.resolve("bin/java"),
                "if [ \"$1\" = -version ]; then echo 'openjdk version \"" + version + "\" 2026-01-01' >&2; exit 0; fi",
                "printf '%s\\n' \"$@\"");
    }

    /// A Maven that makes what a build makes.
    private void maven() throws IOException {
        script(
                bin.resolve("mvn"),
                "echo \"built with $JAVA_HOME\"",
                "mkdir -p target/dist/cli target/dist/lab target/dist/server",
                "echo x >>target/builds");
    }

    private Ran run(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(home.resolve("postern").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(temporary.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Path out = temporary.resolve("out.txt");
        Path err = temporary.resolve("err.txt");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        return new Ran(process.waitFor(), read(out), read(err));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private long builds() throws IOException {
        return Files.readAllLines(home.resolve("target/builds")).size();
    }

    @Test
    void withoutJavaItSaysWhatToInstall() throws Exception {
        Ran ran = run("status");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
                .contains("needs Java 25, and none was found")
                .contains("adoptium.net")
                .contains("POSTERN_JAVA=");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void anOldJavaIsNamedAsTooOld() throws Exception {
        Path old = java(temporary.resolve("old"), "17.0.9");
        wrap(bin.resolve("java"), old);
        environment.put("JAVA_HOME", temporary.resolve("old").toString());
        Ran ran = run("status");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("Found, but too old:").contains("Java 17 in " + temporary.resolve("old"));
    }

    @Test
    void aJavaHomeThatIsNoJavaIsNamed() throws Exception {
        environment.put("POSTERN_JAVA", "/no/such/java");
        assertThat(run("status").err()).contains("POSTERN_JAVA is /no/such/java, which is no Java 25 home.");
    }

    @Test
    void findsJava25BesideAnOldDefaultAndBuildsWithIt() throws Exception {
        java(temporary.resolve("old"), "17.0.9");
        environment.put("JAVA_HOME", temporary.resolve("old").toString());
        Path jdk = temporary.resolve("jvm/jdk 25");
        java(jdk, "25.0.3");
        maven();
        Ran ran = run("search", "two words");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("Building Postern").contains("Built in");
        assertThat(ran.out())
                .contains(home.toRealPath() + "/target/dist/cli/*")
                .endsWith("org.postern.cli.Main\nsearch\ntwo words\n");
        assertThat(read(home.resolve("target/build.log"))).contains("built with " + jdk);
    }

    @Test
    void dispatchesLabAndServer() throws Exception {
        java(temporary.resolve("jvm/jdk-25"), "25");
        maven();
        assertThat(run("lab", "--seed", "7").out())
                .contains("/target/dist/lab/*")
                .endsWith("org.postern.lab.LabMain\n--seed\n7\n");
        assertThat(run("server").out())
                .contains("-Xmx512m")
                .contains("/target/dist/server/*")
                .endsWith("org.postern.server.Main\n");
    }

    @Test
    void buildsAgainOnlyWhenASourceIsNewerOrGone() throws Exception {
        java(temporary.resolve("jvm/jdk-25"), "26.0.1");
        maven();
        run("status");
        run("status");
        assertThat(builds()).isEqualTo(1);
        Path source = home.resolve("mail/src/main/java/A.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        Ran again = run("status");
        assertThat(builds()).isEqualTo(2);
        assertThat(again.err()).contains("sources are newer");
        Files.delete(source);
        Files.setLastModifiedTime(
                source.getParent(), FileTime.from(Instant.now().plusSeconds(9)));
        run("status");
        assertThat(builds()).isEqualTo(3);
        environment.put("POSTERN_NO_BUILD", "1");
        Files.setLastModifiedTime(
                home.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(20)));
        assertThat(run("status").exitCode()).isZero();
        assertThat(builds()).isEqualTo(3);
    }

    @Test
    void aFailedBuildShowsAllOfItsOutputAndStartsNothing() throws Exception {
        java(temporary.resolve("jvm/jdk-25"), "25.0.3");
        script(bin.resolve("mvn"), "echo 'A.java:1 is wrong'", "exit 1");
        Ran ran = run("status", "--json");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("A.java:1 is wrong").contains("The build failed");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void withoutMavenItSaysWhatToInstall() throws Exception {
        java(temporary.resolve("jvm/jdk-25"), "25.0.3");
        Ran ran = run("status");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("Maven (mvn) was not found").contains("sudo apt install maven");
    }
}
