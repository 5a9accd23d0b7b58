package org.modaj.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a data set is to be read; by default in its usual way.
 *
 * @param folder where its files are; null for one that is generated
 * @param imageSize the side of square images; 0 for the usual one
 * @param skipUnreadable whether image files that cannot be read are left out, named and counted,
 *     instead of stopping
 * @param imageCacheBytes the most memory that decoded images are kept in
 * @param columns which columns of a table are what
 * @param textUnit what a text is a series of
 */
public record ReadOptions(
    @Nullable Path folder,
    int imageSize,
    boolean skipUnreadable,
    long imageCacheBytes,
    TableColumns columns,
    TextUnit textUnit) {
  /** The usual side of images that are read from folders. */
  public static final int USUAL_IMAGE_SIZE = 224;

  private static final int MOST_IMAGE_SIZE = 4096;
  private static final int CACHE_SHARE = 4;

  /**
   * Checks the numbers.
   *
   * @throws DataException if one is out of range
   */
  public ReadOptions {
    if (imageSize < 0 || imageSize > MOST_IMAGE_SIZE) {
      throw new DataException(
          "image size", DataException.Problem.BAD_ARGUMENT, "1 .. 4096", "" + imageSize, "");
    }
    if (imageCacheBytes < 0) {
      throw new DataException(
          "image cache",
          DataException.Problem.BAD_ARGUMENT,
          "a number of bytes of at least 0",
          "" + imageCacheBytes,
          "");
    }
  }

  /** What a text is a series of. */
  public enum TextUnit {
    /** Characters (Unicode code points). */
    CHARACTERS,
    /** Words: what is between spaces. */
    WORDS
  }

  /**
   * Which columns of a table are what.
   *
   * @param target the name or number, from 1, of the column to be learned; empty for the last one;
   *     of values several, with commas between them
   * @param values whether the target is a real value, or several, not a class
   * @param header whether the first line has names
   * @param separator the character between columns
   * @param testShare the share of the rows that is held out, when there is no test file
   */
  public record TableColumns(
      String target, boolean values, boolean header, char separator, double testShare) {
    private static final double USUAL_SHARE = 0.2;

    /** A class in the last column, a header line, commas; a fifth of the rows is held out. */
    public static final TableColumns USUAL = new TableColumns("", false, true, ',', USUAL_SHARE);
  }

  /**
   * Reads from a folder, in the usual way. Decoded images are kept in at most a quarter of the
   * memory that this process may use.
   */
  public static ReadOptions of(@Nullable Path folder) {
    return new ReadOptions(
        folder,
        0,
        false,
        Runtime.getRuntime().maxMemory() / CACHE_SHARE,
        TableColumns.USUAL,
        TextUnit.CHARACTERS);
  }

  /** Returns the same with another side of images. */
  public ReadOptions withImageSize(int size) {
    return new ReadOptions(folder, size, skipUnreadable, imageCacheBytes, columns, textUnit);
  }

  /** Returns the same with unreadable image files left out or not. */
  public ReadOptions skippingUnreadable(boolean skip) {
    return new ReadOptions(folder, imageSize, skip, imageCacheBytes, columns, textUnit);
  }

  /** Returns the same with another bound of kept images. */
  public ReadOptions withImageCache(long bytes) {
    return new ReadOptions(folder, imageSize, skipUnreadable, bytes, columns, textUnit);
  }

  /** Returns the same for another table. */
  public ReadOptions with(TableColumns table) {
    return new ReadOptions(folder, imageSize, skipUnreadable, imageCacheBytes, table, textUnit);
  }

  /** Returns the same for texts of another unit. */
  public ReadOptions with(TextUnit unit) {
    return new ReadOptions(folder, imageSize, skipUnreadable, imageCacheBytes, columns, unit);
  }

  /**
   * Returns the folder.
   *
   * @param name the data set
   * @param layout what the folder holds
   * @throws DataException if there is none
   */
  public Path requireFolder(String name, @Nullable String layout) {
    if (folder == null) {
      throw new DataException(
          name,
          DataException.Problem.MISSING,
          "a folder with " + layout,
          "none named",
          "Name the folder.");
    }
    return folder;
  }
}
