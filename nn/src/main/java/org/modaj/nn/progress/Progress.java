package org.modaj.nn.progress;

/** Where long computations say how far they are. */
public interface Progress {

  /**
   * Begins to show one computation; the one before has been closed.
   *
   * @param task what is being done, a few words
   * @param samples how many samples there are to go through, at least 1
   */
  Meter start(String task, int samples);

  /** Shows a line that stays. */
  void say(String line);

  /** Shows nothing. */
  static Progress none() {
    return new Progress() {
      @Override
      public Meter start(String task, int samples) {
        return new Meter() {
          @Override
          public void advance(int count, String remark) {}

          @Override
          public void close() {}
        };
      }

      @Override
      public void say(String line) {}
    };
  }

  /** The part of a computation that is done; for one thread. */
  interface Meter extends AutoCloseable {

    /**
     * Counts samples as done.
     *
     * @param count how many more are done
     * @param remark shown with the count, such as the running loss; may be empty
     */
    void advance(int count, String remark);

    /** Ends the computation, finished or not; a second call does nothing. */
    @Override
    void close();
  }
}
