package org.modaj.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkChoiceTest {
  private static final String ALL_MODULES = "java.base jdk.incubator.vector";

  @TempDir Path machine;

  @Test
  void theNamedOneWins() throws Exception {
    Path named = jdk("named", "26", ALL_MODULES);
    Path running = jdk("running", "25", ALL_MODULES);

    assertThat(choose(Map.of("MODA_JAVA_HOME", named.toString()), running).java())
        .isEqualTo(Jdk.at(named.toFile()).java());
  }

  @Test
  void theRunningOneWinsOverThoseThatLieAbout() throws Exception {
    Path running = jdk("running", "26", ALL_MODULES);
    jdk("jvm/other", "25", ALL_MODULES);

    assertThat(choose(Map.of("MODA_JAVA_HOME", ""), running).java())
        .isEqualTo(Jdk.at(running.toFile()).java());
  }

  @Test
  void anOldRunningOneMakesItSearch() throws Exception {
    Path running = jdk("running", "17.0.12", ALL_MODULES);
    Path other = jdk("jvm/other", "25", ALL_MODULES);

    assertThat(choose(Map.of(), running).java()).isEqualTo(Jdk.at(other.toFile()).java());
  }

  @Test
  void whenThereIsNoneItSaysWhatIsNeededWhatThereIsAndWhatToDo() throws IOException {
    Path running = jdk("running", "17.0.12", ALL_MODULES);
    jdk("jvm/other", "24", ALL_MODULES);

    assertThatThrownBy(() -> choose(Map.of(), running))
        .isInstanceOf(NoJdkException.class)
        .hasMessage(
            "a JDK 25 or newer with the module jdk.incubator.vector is needed, but this is"
                + " Java 17.0.12 in "
                + running
                + " and no other was found. Install one (any vendor) or set MODA_JAVA_HOME to its"
                + " folder.");
  }

  @Test
  void aNamedOneThatIsNotUsableIsNotReplacedByAnother() throws IOException {
    Path running = jdk("running", "25", ALL_MODULES);
    Path old = jdk("old", "1.8.0_402", ALL_MODULES);
    Path small = jdk("small", "25", "java.base");
    String requirement = " is not a JDK 25 or newer with the module jdk.incubator.vector: Java ";

    assertThatThrownBy(() -> choose(Map.of("MODA_JAVA_HOME", old.toString()), running))
        .hasMessage("MODA_JAVA_HOME=" + old + requirement + "1.8.0_402 in " + old);
    assertThatThrownBy(() -> choose(Map.of("MODA_JAVA_HOME", small.toString()), running))
        .hasMessage(
            "MODA_JAVA_HOME=" + small + requirement + "25 in " + small + " without that module");
  }

  private Jdk choose(Map<String, String> environment, Path running) throws NoJdkException {
    JdkFinder finder = new JdkFinder(Map.of(), List.of(machine.resolve("jvm").toFile()));
    return JdkChoice.of(environment, Jdk.at(running.toFile()), finder);
  }

  private Path jdk(String folder, String version, String modules) throws IOException {
    Path home = machine.resolve(folder);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\nMODULES=\"" + modules + "\"\n");
    File java = Jdk.at(home.toFile()).java();
    Files.createFile(java.toPath());
    return home;
  }
}
