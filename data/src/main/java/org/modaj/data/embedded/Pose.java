package org.modaj.data.embedded;

/**
 * Where a figure lies.
 *
 * @param x the column of its centre, in pixels
 * @param y the row of its centre
 * @param radius half its length along its own axis, in pixels
 * @param squeeze its width as a share of its length
 * @param cosine of the angle between the rows and its own axis
 * @param sine of the same angle
 */
record Pose(float x, float y, float radius, float squeeze, float cosine, float sine) {

  /**
   * Draws a squeeze and a direction.
   *
   * @param minSqueeze the smallest squeeze; the largest is 1
   * @param maxTurn the largest angle to either side, as a share of a full turn
   */
  static Pose draw(Draws draws, float x, float y, float radius, float minSqueeze, float maxTurn) {
    double angle = 2 * Math.PI * draws.between(-maxTurn, maxTurn);
    return new Pose(
        x,
        y,
        radius,
        draws.between(minSqueeze, 1),
        (float) StrictMath.cos(angle),
        (float) StrictMath.sin(angle));
  }

  /** Returns the coordinate of a pixel's centre along the axis, in pixels. */
  float along(int column, int row) {
    return cosine * (column + 0.5f - x) + sine * (row + 0.5f - y);
  }

  /** Returns the coordinate of a pixel's centre across the axis, in pixels. */
  float across(int column, int row) {
    return cosine * (row + 0.5f - y) - sine * (column + 0.5f - x);
  }
}
