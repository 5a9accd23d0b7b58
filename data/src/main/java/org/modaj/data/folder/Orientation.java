package org.modaj.data.folder;

import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.imaging.jpeg.JpegProcessingException;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.modaj.data.Image;
import org.modaj.data.ImageShape;

/** Which way up a photograph was taken, as EXIF tells it: 1 .. 8, where 1 is upright. */
final class Orientation {
  private static final int UPRIGHT = 1;
  private static final int LAST = 8;
  private static final int FIRST_TURNED = 5;

  private Orientation() {}

  /** Returns the orientation that a JPEG file states; 1 if it states none or nonsense. */
  static int of(byte[] jpeg) {
    try {
      Metadata metadata =
          JpegMetadataReader.readMetadata(
              new ByteArrayInputStream(jpeg), List.of(new ExifReader()));
      ExifIFD0Directory directory = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
      Integer stated =
          directory == null ? null : directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
      return stated == null || stated < UPRIGHT || stated > LAST ? UPRIGHT : stated;
    } catch (JpegProcessingException | IOException | RuntimeException e) {
      return UPRIGHT; // the pixels can be read all the same
    }
  }

  /** Returns the image upright. */
  static Image upright(Image image, int orientation) {
    if (orientation == UPRIGHT) {
      return image;
    }
    ImageShape in = image.shape();
    boolean turned = orientation >= FIRST_TURNED;
    ImageShape out = turned ? new ImageShape(in.width(), in.height(), in.channels()) : in;
    byte[] values = new byte[out.size()];
    int right = in.width() - 1;
    int bottom = in.height() - 1;
    for (int y = 0; y < out.height(); y++) {
      for (int x = 0; x < out.width(); x++) {
        int fromY =
            switch (orientation) {
              case 2 -> y;
              case 3, 4 -> bottom - y;
              case 5, 8 -> x;
              default -> bottom - x;
            };
        int fromX =
            switch (orientation) {
              case 2, 3 -> right - x;
              case 4 -> x;
              case 5, 6 -> y;
              default -> right - y;
            };
        System.arraycopy(
            image.values(),
            (fromY * in.width() + fromX) * in.channels(),
            values,
            (y * out.width() + x) * in.channels(),
            in.channels());
      }
    }
    return new Image(out, values);
  }
}
