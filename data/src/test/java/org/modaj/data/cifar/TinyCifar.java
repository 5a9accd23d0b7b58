package org.modaj.data.cifar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.modaj.engine.random.CounterRandom;

/** CIFAR-10 with few, random images per file, in the official format; its files can be tampered. */
final class TinyCifar {
  static final int RECORDS = 130;

  final Map<String, byte[]> files = new TreeMap<>();

  TinyCifar() {
    for (String file : Cifar10.TRAIN_FILES) {
      files.put(file, records(file));
    }
    files.put(Cifar10.TEST_FILE, records(Cifar10.TEST_FILE));
    String names = "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\nlorry\n\n";
    files.put(Cifar10.NAMES_FILE, names.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] records(String file) {
    CounterRandom random = CounterRandom.of(file);
    byte[] bytes = new byte[RECORDS * 3073];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i % 3073 == 0 ? random.below(10, i) : random.below(256, i));
    }
    return bytes;
  }

  /** Writes the extracted folder into {@code dir} and returns it. */
  Path writeFolder(Path dir) {
    Path folder = dir.resolve("cifar-10-batches-bin");
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  /** Writes the archive into {@code dir} and returns it. */
  Path writeArchive(Path dir) {
    return write(dir, gzip(tar()));
  }

  static Path write(Path dir, byte[] archive) {
    try {
      return Files.write(dir.resolve("cifar-10-binary.tar.gz"), archive);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] tar() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry("cifar-10-batches-bin/" + file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
