package org.modaj.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a JVM is told to use the archive of classes. */
class ClassArchiveTest {
  private static final FileTime MADE = FileTime.fromMillis(1_000_000_000_000L);
  private static final FileTime EARLIER = FileTime.fromMillis(900_000_000_000L);

  @TempDir Path folder;
  private Path jar;
  private Path archive;
  private Jdk jdk;

  @BeforeEach
  void aJarAndAJdk() throws IOException {
    jar = Files.setLastModifiedTime(Files.createFile(folder.resolve("a.jar")), MADE);
    archive = folder.resolve("a-25.0.3.jsa");
    Path home = Files.createDirectory(folder.resolve("jdk"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
    jdk = Jdk.at(home.toFile());
  }

  private List<String> options(String others) {
    return ClassArchive.options(jar.toString(), jdk, others);
  }

  private String place() {
    return "-Dmoda.archive=" + archive;
  }

  @Test
  void withoutAnArchiveTheChildHearsWhereItBelongs() {
    assertThat(options("")).containsExactly(place());
  }

  @Test
  void anArchiveOfThisJarIsUsed() throws IOException {
    Files.setLastModifiedTime(Files.createFile(archive), MADE);

    assertThat(options(" -Xmx1g")).contains(place(), "-XX:SharedArchiveFile=" + archive);
  }

  @Test
  void anArchiveOfAnEarlierJarIsNot() throws IOException {
    Files.setLastModifiedTime(Files.createFile(archive), EARLIER);

    assertThat(options("")).containsExactly(place());
  }

  @Test
  void anArchiveOfAnotherJdkIsNot() throws IOException {
    Files.setLastModifiedTime(Files.createFile(folder.resolve("a-25.0.4.jsa")), MADE);

    assertThat(options("")).containsExactly(place());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {" -Xshare:off", " -XX:SharedArchiveFile=mine.jsa", " -Xmx1g -XX:AOTCache=mine"})
  void whatTheUserChoseStays(String chosen) throws IOException {
    Files.setLastModifiedTime(Files.createFile(archive), MADE);

    assertThat(options(chosen)).containsExactly(place());
  }

  @Test
  void classesInFoldersHaveNone() {
    assertThat(ClassArchive.options(folder.toString(), jdk, "")).isEmpty();
    assertThat(ClassArchive.options(jar + ":" + folder, jdk, "")).isEmpty();
    assertThat(ClassArchive.options(folder.resolve("no.jar").toString(), jdk, "")).isEmpty();
  }
}
