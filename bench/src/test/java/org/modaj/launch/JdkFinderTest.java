package org.modaj.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkFinderTest {
  private static final String WITH_VECTOR = "java.base jdk.incubator.vector";

  @TempDir Path machine;

  @Test
  void theLowestVersionThatIsEnoughIsFound() throws IOException {
    jdk("jvm/jdk-17", "17.0.15", WITH_VECTOR);
    jdk("jvm/jdk-26", "26", WITH_VECTOR);
    Path wanted = jdk("jvm/jdk-27-25", "25.0.3", WITH_VECTOR);

    assertThat(find(Map.of()).java()).isEqualTo(java(wanted));
  }

  @Test
  void whatAVariableNamesWinsOverALowerVersion() throws IOException {
    jdk("jvm/jdk-25", "25", WITH_VECTOR);
    Path named = jdk("elsewhere/jdk-26", "26", WITH_VECTOR);

    assertThat(find(Map.of("JAVA_HOME", named.toString())).java()).isEqualTo(java(named));
  }

  @Test
  void aVariableThatNamesAnOldJdkIsPassedOver() throws IOException {
    Path old = jdk("elsewhere/jdk-8", "1.8.0_402", WITH_VECTOR);
    Path wanted = jdk("jvm/jdk-25", "25", WITH_VECTOR);

    assertThat(find(Map.of("JAVA_HOME", old.toString())).java()).isEqualTo(java(wanted));
  }

  @Test
  void macOsBundlesAndPathEntriesAreSearched() throws IOException {
    Path bundle = jdk("jvm/temurin-25.jdk/Contents/Home", "25", WITH_VECTOR);
    assertThat(find(Map.of()).java()).isEqualTo(java(bundle));

    Path onPath = jdk("tools/jdk", "25", WITH_VECTOR).toRealPath();
    String path = "relative" + File.pathSeparator + onPath.resolve("bin");
    assertThat(find(Map.of("PATH", path)).java()).isEqualTo(java(onPath));
  }

  @Test
  void nothingIsFoundWhereNothingIsUsable() throws IOException {
    jdk("jvm/jdk-24", "24.0.2", WITH_VECTOR);
    jdk("jvm/jdk-25-without-module", "25", "java.base java.desktop");
    Path broken = jdk("jvm/jdk-25-without-java", "25", WITH_VECTOR);
    Files.delete(java(broken).toPath());
    Files.createFile(machine.resolve("jvm/a-file"));

    assertThat(find(Map.of())).isNull();
  }

  @Test
  void aJdkSaysWhatItIs() throws IOException {
    assertThat(Jdk.at(jdk("a", "1.8.0_402", WITH_VECTOR).toFile()).feature()).isEqualTo(8);
    assertThat(Jdk.at(jdk("b", "25-ea", WITH_VECTOR).toFile()).feature()).isEqualTo(25);
    assertThat(Jdk.at(jdk("c", "25", "java.base").toFile()))
        .hasToString("Java 25 in " + machine.resolve("c") + " without that module");
    assertThat(Jdk.at(new File("no-such-folder")).feature()).isEqualTo(-1);
    assertThat(Jdk.at(new File("no-such-folder"))).hasToString("no Java runtime in no-such-folder");
  }

  @Test
  void aJdkThatDoesNotListItsModulesIsTakenToHaveThemAll() throws IOException {
    Path home = jdk("a", "25", WITH_VECTOR);
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");

    assertThat(Jdk.at(home.toFile()).isUsable()).isTrue();
  }

  private Jdk find(Map<String, String> environment) {
    List<File> folders =
        List.of(machine.resolve("absent").toFile(), machine.resolve("jvm").toFile());
    return new JdkFinder(environment, folders).find();
  }

  private Path jdk(String folder, String version, String modules) throws IOException {
    Path home = machine.resolve(folder);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"),
        "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\nMODULES=\"" + modules + "\"\n");
    Files.createFile(java(home).toPath());
    return home;
  }

  private static File java(Path home) {
    return Jdk.at(home.toFile()).java();
  }

  @Test
  void anAbsurdReleaseFileIsNoJdk() throws Exception {
    for (String version : List.of("99999999999", "9".repeat(10_000), "", "-25")) {
      Path home = jdk("absurd-" + version.hashCode(), version, WITH_VECTOR);

      assertThat(Jdk.at(home.toFile()).isUsable()).as(version).isFalse();
    }
    assertThat(Jdk.at(jdk("coloured", "24x\u001b[31m", WITH_VECTOR).toFile()))
        .hasToString("Java 24x31m in " + machine.resolve("coloured"));
    Path large = jdk("large", "25", WITH_VECTOR);
    Files.writeString(large.resolve("release"), "JAVA_VERSION=\"25\"\n" + "x".repeat(1 << 17));
    assertThat(Jdk.at(large.toFile()).isUsable()).isFalse();
    Path folder = jdk("folder", "25", WITH_VECTOR);
    Files.delete(folder.resolve("release"));
    Files.createDirectory(folder.resolve("release"));
    assertThat(Jdk.at(folder.toFile()).isUsable()).isFalse();
  }
}
