package org.modaj.data.optdigits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSplit;
import org.modaj.data.RandomImages;
import org.modaj.data.ReadOptions;

class OpticalDigitsTest {
  @TempDir private Path dir;

  @BeforeEach
  void write() throws IOException {
    Path folder = Files.createDirectories(dir.resolve("optdigits"));
    Files.writeString(folder.resolve("optdigits.tra"), line(0, 3) + line(5, 0) + "\n");
    Files.writeString(folder.resolve("optdigits.tes"), line(2, 9).replace("\n", "\r\n"));
  }

  private static String line(int shift, int label) {
    return IntStream.range(0, 64)
            .mapToObj(i -> String.valueOf((i + shift) % 17))
            .collect(Collectors.joining(","))
        + ","
        + label
        + "\n";
  }

  @Test
  void reads_both_splits() {
    DataSplit data = new OpticalDigits().load(ReadOptions.of(dir));

    assertThat(data.train().size()).isEqualTo(2);
    assertThat(data.train().label(0)).isEqualTo(3);
    assertThat(data.test().label(0)).isEqualTo(9);
    assertThat(data.train().sampleShape()).containsExactly(8, 8, 1);
    byte[] image = RandomImages.image(data.train(), 0);
    assertThat(image[0]).isZero();
    assertThat(image[1] & 0xFF).isEqualTo(16);
    assertThat(image[8] & 0xFF).isEqualTo(128);
    assertThat(image[16] & 0xFF).isEqualTo(255);
    assertThat(RandomImages.image(data.train(), 1)[0] & 0xFF).isEqualTo(80);
    assertThat(data.train().label(1)).isZero();
  }

  @Test
  void says_which_official_files_it_reads_and_from_where() {
    OpticalDigits digits = new OpticalDigits();

    assertThat(digits.name()).isEqualTo("optdigits");
    assertThat(digits.folder()).isEqualTo("optdigits");
    assertThat(digits.description()).contains("5,620", "8x8");
    assertThat(digits.files()).extracting("name").containsExactly("optdigits.tra", "optdigits.tes");
    assertThat(digits.files())
        .allSatisfy(
            file -> assertThat(file.addresses()).singleElement().asString().endsWith(file.name()));
  }

  @Test
  void reads_the_files_in_the_folder_itself_and_says_what_is_missing() throws IOException {
    Path folder = dir.resolve("optdigits");
    assertThat(new OpticalDigits().load(ReadOptions.of(folder)).train().size()).isEqualTo(2);

    Files.delete(folder.resolve("optdigits.tra"));
    assertThat(failure().expected())
        .isEqualTo("optdigits.tra and optdigits.tes, here or in optdigits");
    assertThat(failure().actual()).isEqualTo("a folder without");
  }

  @Test
  void refuses_lines_that_are_none() throws IOException {
    Path file = dir.resolve("optdigits/optdigits.tra");
    Files.writeString(file, line(0, 10));
    assertThat(failure().problem()).isEqualTo(Problem.BAD_LABEL);
    Files.writeString(file, line(0, 1).replace("16", "17"));
    assertThat(failure().actual()).isEqualTo("\"17\" in line 1");
    Files.writeString(file, line(0, 1) + "1,2,3\n");
    assertThat(failure().problem()).isEqualTo(Problem.TRUNCATED);
    assertThat(failure().actual()).isEqualTo("3 in line 2");
    Files.writeString(file, line(0, 1).replace(",1\n", "\n"));
    assertThat(failure().actual()).isEqualTo("64 in line 1");
    assertThat(failure().problem()).isEqualTo(Problem.TRUNCATED);
    Files.writeString(file, line(0, 1).replace("\n", ",1\n"));
    assertThat(failure().problem()).isEqualTo(Problem.CORRUPT);
    Files.writeString(file, line(0, 1).replaceFirst("^0,", "-1,"));
    assertThat(failure().problem()).isEqualTo(Problem.CORRUPT);
    Files.writeString(file, line(0, 1).replaceFirst("^0,", "7".repeat(41) + ","));
    assertThat(failure().actual()).isEqualTo("\"" + "7".repeat(40) + "…\" in line 1");
    Files.writeString(file, "x".repeat(200) + "\n" + line(0, 1));
    assertThat(failure().problem()).isEqualTo(Problem.CORRUPT);
    Files.writeString(file, "\n\n");
    assertThat(failure().problem()).isEqualTo(Problem.EMPTY);
    Files.delete(file);
    assertThat(failure().problem()).isEqualTo(Problem.MISSING);
  }

  private DataException failure() {
    return catchThrowableOfType(
        DataException.class, () -> new OpticalDigits().load(ReadOptions.of(dir)));
  }
}
