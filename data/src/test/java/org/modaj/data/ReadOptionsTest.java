package org.modaj.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ReadOptionsTest {
  private final ReadOptions options = ReadOptions.of(Path.of("data"));

  private static DataException failure(ThrowingCallable call) {
    return catchThrowableOfType(DataException.class, call);
  }

  @Test
  void keeps_decoded_images_in_a_quarter_of_the_memory() {
    assertThat(options.imageCacheBytes()).isEqualTo(Runtime.getRuntime().maxMemory() / 4);
    assertThat(options.withImageCache(0).imageCacheBytes()).isZero();
    assertThat(failure(() -> options.withImageCache(-1)).actual()).isEqualTo("-1");
  }

  @Test
  void images_have_a_side_of_at_most_4096_pixels() {
    assertThat(options.withImageSize(4096).imageSize()).isEqualTo(4096);
    assertThat(options.withImageSize(1).imageSize()).isEqualTo(1);
    assertThat(failure(() -> options.withImageSize(4097)).actual()).isEqualTo("4097");
    assertThat(failure(() -> options.withImageSize(-1)).actual()).isEqualTo("-1");
  }

  @Test
  void a_data_set_that_is_read_needs_a_folder() {
    assertThat(options.requireFolder("cifar10", "files")).isEqualTo(Path.of("data"));
    DataException e = failure(() -> ReadOptions.of(null).requireFolder("cifar10", "files"));
    assertThat(e.expected()).isEqualTo("a folder with files");
    assertThat(e.file()).isEqualTo("cifar10");
  }

  @Test
  void an_official_file_may_have_a_checksum_of_either_kind() {
    assertThat(file(null, null).hasChecksum()).isFalse();
    assertThat(file("0", null).hasChecksum()).isTrue();
    assertThat(file(null, "0").hasChecksum()).isTrue();
  }

  private static OfficialFile file(String sha256, String md5) {
    return new OfficialFile("f", List.of(), 1, sha256, md5);
  }
}
