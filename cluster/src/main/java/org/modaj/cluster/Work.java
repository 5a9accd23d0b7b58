package org.modaj.cluster;

import java.io.Serializable;

/**
 * A piece of work that any process of the cluster can do. It is sent there by Java serialization,
 * may be begun again after its process is lost, and may run twice at the same time.
 *
 * @param <R> what comes out; sent back by Java serialization
 */
public interface Work<R extends Serializable> extends Serializable {
  /**
   * Does the work.
   *
   * @param place where this is
   * @throws Exception when it is to be tried again elsewhere; after some tries it has failed
   */
  R run(Place place) throws Exception;
}
