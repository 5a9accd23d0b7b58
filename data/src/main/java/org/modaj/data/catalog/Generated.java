package org.modaj.data.catalog;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.modaj.data.DataSource;
import org.modaj.data.DataSplit;
import org.modaj.data.ReadOptions;
import org.modaj.data.SampleKind;

/**
 * A data set that is generated, not read.
 *
 * @param generator makes it
 */
record Generated(
    String name, SampleKind kind, String description, Function<ReadOptions, DataSplit> generator)
    implements DataSource {
  @Override
  public @Nullable String layout() {
    return null;
  }

  @Override
  public DataSplit load(ReadOptions options) {
    return generator.apply(options);
  }
}
