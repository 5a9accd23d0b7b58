package org.modaj.data.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSource;
import org.modaj.data.DataSplit;
import org.modaj.data.OfficialFile;
import org.modaj.data.ReadOptions;

class DataCatalogTest {
  @TempDir private Path dir;

  @Test
  void has_every_data_set_by_its_name() {
    assertThat(DataCatalog.names())
        .containsExactlyInAnyOrder(
            "cifar10",
            "cifar100",
            "cifar100-coarse",
            "svhn",
            "mnist",
            "fashion-mnist",
            "optdigits",
            "japanese-vowels",
            "imagenet100r",
            "imagenet100d",
            "folder",
            "csv",
            "text",
            "embedded",
            "embedded-sequences",
            "embedded-text");
    assertThat(catchThrowableOfType(DataException.class, () -> DataCatalog.source("cifar11")))
        .hasMessageContaining("\"cifar11\"")
        .hasMessageContaining("cifar100-coarse");
  }

  @Test
  void what_is_generated_needs_no_folder_and_what_is_read_says_what_it_needs() {
    for (DataSource source : DataCatalog.sources()) {
      assertThat(source.description()).isNotBlank();
      if (source.layout() == null) {
        DataSplit data = source.load(ReadOptions.of(null));
        assertThat(data.name()).isEqualTo(source.name());
        assertThat(data.kind()).isEqualTo(source.kind());
      } else {
        for (Path place : new Path[] {null, dir, dir.resolve("nowhere")}) {
          DataException e =
              catchThrowableOfType(DataException.class, () -> source.load(ReadOptions.of(place)));
          assertThat(e.problem()).as(source.name()).isEqualTo(Problem.MISSING);
        }
      }
    }
  }

  @Test
  void official_files_have_addresses_and_whole_checksums() {
    int files = 0;
    for (DataSource source : DataCatalog.sources()) {
      for (OfficialFile file : source.files()) {
        files++;
        assertThat(file.addresses()).allMatch(a -> a.matches("https?://.*/" + file.name()));
        assertThat(file.sha256() == null || file.sha256().matches("[0-9a-f]{64}")).isTrue();
        assertThat(file.md5() == null || file.md5().matches("[0-9a-f]{32}")).isTrue();
        assertThat(file.bytes() > 0 || !file.hasChecksum()).isTrue();
      }
    }
    assertThat(files).isEqualTo(19);
  }

  @Test
  void finds_a_data_set_or_none() {
    assertThat(DataCatalog.find("svhn").orElseThrow().name()).isEqualTo("svhn");
    assertThat(DataCatalog.source("mnist").name()).isEqualTo("mnist");
    assertThat(DataCatalog.find("cifar11")).isEmpty();
  }
}
