import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazon.ion.IonList;
import com.amazon.ion.IonString;
import com.amazon.ion.IonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.qldbsession.model.BadRequestException;
import software.amazon.awssdk.services.qldbsession.model.OccConflictException;
import software.amazon.qldb.QldbDriver;
import software.amazon.qldb.TransactionExecutor;
import software.amazon.qldb.exceptions.TransactionAbortedException;

/** Statements and transactions through AWS's driver. */
class DriverTest {
  private static QldbDriver driver;
  private static QldbDriver other;
  private String table;

  @BeforeAll
  static void open() throws InterruptedException {
    var ledger = Clients.createLedger("java-driver");
    driver = Clients.driver(ledger).build();
    other = Clients.driver(ledger).build();
  }

  @AfterAll
  static void close() throws Exception {
    driver.close();
    other.close();
  }

  @BeforeEach
  void fill() {
    table = Clients.createTable(driver, "n");
    run("INSERT INTO " + table + " ?", "[{n: 0, total: 0}, {n: 1, total: 0}]");
  }

  @Test
  void listsTables() {
    var names = StreamSupport.stream(driver.getTableNames().spliterator(), false).toList();
    assertTrue(names.contains(table), names.toString());
  }

  @Test
  void insertsAndSelects() {
    var inserted = run("INSERT INTO " + table + " ?", "{n: 5, owner: \"someone\", bought: 2011-02-20}");
    assertEquals(22, ((IonString) Clients.struct(inserted.get(0)).get("documentId")).stringValue().length());
    assertEquals(List.of(Clients.ion("{owner: \"someone\", bought: 2011-02-20}")),
        run("SELECT owner, bought FROM " + table + " AS t WHERE t.n = ?", "5"));
  }

  @Test
  void updatesAndDeletes() {
    run("UPDATE " + table + " AS t SET t.owner = ? WHERE t.n = 1", "\"second\"");
    assertEquals(List.of(Clients.ion("{n: 1, total: 0, owner: \"second\"}")), run("SELECT * FROM " + table + " WHERE n = 1"));
    run("DELETE FROM " + table + " WHERE n = 1");
    assertEquals(List.of(), run("SELECT * FROM " + table + " WHERE n = 1"));
  }

  @Test
  void readsHistory() {
    run("UPDATE " + table + " AS t SET t.total = 8 WHERE t.n = 1");
    run("DELETE FROM " + table + " WHERE n = 1");
    var versions = run("SELECT VALUE h.metadata.version FROM history(" + table + ") AS h").stream().map(Clients::number).sorted().toList();
    assertEquals(List.of(0, 0, 1, 2), versions);
  }

  @Test
  void abortsWithoutATrace() {
    assertThrows(TransactionAbortedException.class, () -> driver.execute(transaction -> {
      setTotal(transaction, 1, 9);
      transaction.abort();
    }));
    assertEquals(0, total(1));
  }

  @Test
  void runsAgainAfterAConflict() {
    var attempts = new HashSet<String>();
    driver.execute(transaction -> {
      var before = totalIn(transaction, 1);
      if (attempts.isEmpty()) {
        other.execute(second -> { setTotal(second, 1, 10); });
      }
      attempts.add(transaction.getTransactionId());
      setTotal(transaction, 1, before + 1);
    });
    assertEquals(2, attempts.size());
    assertEquals(11, total(1));
  }

  @Test
  void givesUpAfterItsRetries() {
    var attempts = new ArrayList<String>();
    assertThrows(OccConflictException.class, () -> driver.execute(transaction -> {
      totalIn(transaction, 1);
      other.execute(second -> { setTotal(second, 1, 100 + attempts.size()); });
      attempts.add(transaction.getTransactionId());
      setTotal(transaction, 1, -1);
    }, Clients.retries(2)));
    assertEquals(3, attempts.size());
    assertEquals(102, total(1));
  }

  @Test
  void tellsWhatIsWrongWithAStatement() {
    var refused = assertThrows(BadRequestException.class, () -> run("SELECT * FROM Nowhere"));
    assertTrue(refused.getMessage().contains("No such variable named 'Nowhere'"), refused.getMessage());
  }

  @Test
  void pagesAndReadsAheadWhileOtherStatementsRun() throws Exception {
    for (var first = 100; first < 580; first += 40) {
      var documents = (IonList) Clients.ion("[]");
      IntStream.range(first, first + 40).forEach(n -> documents.add(Clients.ion("{n: " + n + "}")));
      Clients.execute(driver, "INSERT INTO " + table + " ?", documents);
    }
    try (var ahead = Clients.driver("java-driver").readAhead(3).build()) {
      var numbers = ahead.execute(transaction -> {
        // Pages are fetched in a thread of their own: requests of one session overlap.
        var everything = transaction.execute("SELECT VALUE n FROM " + table);
        IntStream.range(100, 115).forEach(n ->
            assertEquals(List.of(Clients.ion("" + n)), Clients.execute(transaction, "SELECT VALUE n FROM " + table + " WHERE n = " + n)));
        var read = new ArrayList<IonValue>();
        everything.forEach(read::add);
        assertEquals(482, everything.getConsumedIOs().getReadIOs());
        assertTrue(everything.getTimingInformation().getProcessingTimeMilliseconds() > 0);
        return read.stream().map(Clients::number).sorted().toList();
      });
      assertEquals(IntStream.concat(IntStream.range(0, 2), IntStream.range(100, 580)).boxed().toList(), numbers);
    }
  }

  private static List<IonValue> run(String statement, String... parameters) {
    return Clients.execute(driver, statement, List.of(parameters).stream().map(Clients::ion).toArray(IonValue[]::new));
  }

  private void setTotal(TransactionExecutor transaction, int n, int total) {
    transaction.execute("UPDATE " + table + " AS t SET t.total = ? WHERE t.n = ?", Clients.ion("" + total), Clients.ion("" + n));
  }

  private int totalIn(TransactionExecutor transaction, int n) {
    return Clients.number(Clients.execute(transaction, "SELECT VALUE total FROM " + table + " WHERE n = ?", Clients.ion("" + n)).get(0));
  }

  private int total(int n) {
    return other.execute(transaction -> {
      return totalIn(transaction, n);
    });
  }
}
