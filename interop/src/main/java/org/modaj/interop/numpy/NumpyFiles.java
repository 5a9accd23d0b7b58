package org.modaj.interop.numpy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.modaj.engine.io.AtomicFile;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.io.InputFile;
import org.modaj.engine.io.StoredTensor;

/**
 * NumPy's files: {@code .npy} with one array, {@code .npz} with several by name.
 *
 * <p>Arrays of floats (16, 32, 64 bits), integers and booleans are read, in either byte order and
 * either order of axes; integers of 8 and 16 bits become {@link org.modaj.engine.io.DType#I32},
 * unsigned bytes stay. Arrays of objects are refused: reading them would run code. What is
 * allocated is bounded by the size of the file.
 */
public final class NumpyFiles {
  private static final String SUFFIX = ".npy";

  /** Nothing can be compressed more by the method that zip files use. */
  private static final long MOST_COMPRESSED = 1032;

  /** The first day that a zip file can name, in milliseconds: equal arrays give equal bytes. */
  private static final long NO_TIME = 315_619_200_000L;

  private NumpyFiles() {}

  /**
   * Reads a {@code .npy} file.
   *
   * @throws FileFormatException when it is damaged or holds no array of numbers
   * @throws FileAccessException when it cannot be read
   */
  public static StoredTensor readNpy(Path file) throws FileFormatException, FileAccessException {
    InputFile.requireRegular(file);
    try (InputStream in = Files.newInputStream(file)) {
      StoredTensor tensor = NumpyArray.read(file, null, in, Files.size(file));
      if (in.read() >= 0) {
        throw NumpyArray.bad(file, "more bytes follow the array's last element");
      }
      return tensor;
    } catch (EOFException e) {
      throw NumpyArray.bad(file, "it ends inside the array");
    } catch (FileFormatException e) {
      throw e;
    } catch (IOException e) {
      throw FileAccessException.of(file, FileAccessException.Action.READ, e);
    }
  }

  /**
   * Reads a {@code .npz} file.
   *
   * @return its arrays by name, in file order
   * @throws FileFormatException when it is damaged or holds something else than arrays of numbers
   * @throws FileAccessException when it cannot be read
   */
  public static SequencedMap<String, StoredTensor> readNpz(Path file)
      throws FileFormatException, FileAccessException {
    InputFile.requireRegular(file);
    SequencedMap<String, StoredTensor> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = entry.getName();
        if (!name.endsWith(SUFFIX)) {
          throw NumpyArray.bad(file, "it holds \"" + name + "\", which is no array");
        }
        String key = name.substring(0, name.length() - SUFFIX.length());
        long most = Math.min(entry.getSize(), entry.getCompressedSize() * MOST_COMPRESSED);
        try (InputStream in = zip.getInputStream(entry)) {
          if (arrays.put(key, NumpyArray.read(file, key, in, most)) != null) {
            throw NumpyArray.bad(file, "it holds two arrays called \"" + key + "\"");
          }
        }
      }
      return arrays;
    } catch (EOFException | ZipException e) {
      throw NumpyArray.bad(file, "it is damaged, or no zip file (" + e.getMessage() + ")");
    } catch (FileFormatException e) {
      throw e;
    } catch (IOException e) {
      throw FileAccessException.of(file, FileAccessException.Action.READ, e);
    }
  }

  /**
   * Writes a {@code .npy} file atomically. Brain floats, which NumPy does not have, become 32-bit
   * floats.
   *
   * @throws FileAccessException when it cannot be written; an older file is then intact
   */
  public static void writeNpy(Path file, StoredTensor tensor) throws FileAccessException {
    AtomicFile.write(file, out -> out.write(NumpyArray.bytes(tensor)));
  }

  /**
   * Writes a {@code .npz} file atomically, uncompressed as {@code numpy.savez} does. Equal arrays
   * give equal bytes.
   *
   * @throws FileAccessException when it cannot be written; an older file is then intact
   */
  public static void writeNpz(Path file, SequencedMap<String, StoredTensor> arrays)
      throws FileAccessException {
    AtomicFile.write(
        file,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          zip.setMethod(ZipOutputStream.STORED);
          for (Map.Entry<String, StoredTensor> array : arrays.entrySet()) {
            byte[] bytes = NumpyArray.bytes(array.getValue());
            CRC32 crc = new CRC32();
            crc.update(bytes);
            ZipEntry entry = new ZipEntry(array.getKey() + SUFFIX);
            entry.setTime(NO_TIME);
            entry.setSize(bytes.length);
            entry.setCompressedSize(bytes.length);
            entry.setCrc(crc.getValue());
            zip.putNextEntry(entry);
            zip.write(bytes);
            zip.closeEntry();
          }
          zip.finish();
        });
  }
}
