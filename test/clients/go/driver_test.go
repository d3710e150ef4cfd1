package clients

import (
	"errors"
	"reflect"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/amzn/ion-go/ion"
	"github.com/aws/aws-sdk-go-v2/service/qldbsession/types"
	"github.com/awslabs/amazon-qldb-driver-go/v3/qldbdriver"
)

type document struct {
	N     int    `ion:"n"`
	Total int    `ion:"total"`
	Owner string `ion:"owner,omitempty"`
}

func TestWritesReadsChangesAndKeepsHistory(t *testing.T) {
	createLedger(t, "go-statements")
	driver := newDriver(t, "go-statements", 4)
	run[any](t, driver, "CREATE TABLE Documents")
	run[any](t, driver, "CREATE INDEX ON Documents (n)")
	run[any](t, driver, "INSERT INTO Documents ?", document{N: 1, Owner: "first"})
	run[any](t, driver, "UPDATE Documents AS d SET d.owner = ? WHERE d.n = ?", "second", 1)
	if found := run[document](t, driver, "SELECT * FROM Documents WHERE n = ?", 1); !reflect.DeepEqual(found, []document{{N: 1, Owner: "second"}}) {
		t.Errorf("found %v", found)
	}
	run[any](t, driver, "DELETE FROM Documents WHERE n = 1")
	versions := run[int](t, driver, "SELECT VALUE h.metadata.version FROM history(Documents) AS h")
	sort.Ints(versions)
	if !reflect.DeepEqual(versions, []int{0, 1, 2}) {
		t.Errorf("versions %v", versions)
	}
	names, err := driver.GetTableNames(background)
	check(t, err)
	if !reflect.DeepEqual(names, []string{"Documents"}) {
		t.Errorf("tables %v", names)
	}
}

func TestFetchesPages(t *testing.T) {
	createLedger(t, "go-pages")
	driver := newDriver(t, "go-pages", 4)
	run[any](t, driver, "CREATE TABLE Documents")
	for first := 0; first < 480; first += 40 {
		documents := []document{}
		for n := first; n < first+40; n++ {
			documents = append(documents, document{N: n})
		}
		run[any](t, driver, "INSERT INTO Documents ?", documents)
	}
	numbers := run[int](t, driver, "SELECT VALUE n FROM Documents")
	sort.Ints(numbers)
	if len(numbers) != 480 || numbers[0] != 0 || numbers[479] != 479 {
		t.Errorf("numbers %v", numbers)
	}
}

func TestRunsAgainAfterAConflictUntilItsRetriesAreUsedUp(t *testing.T) {
	createLedger(t, "go-conflicts")
	driver, other := newDriver(t, "go-conflicts", 2), newDriver(t, "go-conflicts", 2)
	run[any](t, driver, "CREATE TABLE Documents")
	run[any](t, driver, "CREATE INDEX ON Documents (n)")
	run[any](t, driver, "INSERT INTO Documents ?", document{N: 1})

	attempts := func(conflicts int) (int, error) {
		count := 0
		_, err := driver.Execute(background, func(transaction qldbdriver.Transaction) (interface{}, error) {
			count++
			if _, err := rows[document](transaction, "SELECT * FROM Documents WHERE n = 1"); err != nil {
				return nil, err
			}
			if count <= conflicts {
				run[any](t, other, "UPDATE Documents AS d SET d.total = ? WHERE d.n = 1", count)
			}
			return transaction.Execute("UPDATE Documents AS d SET d.total = 100 WHERE d.n = 1")
		})
		return count, err
	}
	if count, err := attempts(1); err != nil || count != 2 {
		t.Errorf("%d attempts, %v", count, err)
	}
	count, err := attempts(10)
	var conflict *types.OccConflictException
	if !errors.As(err, &conflict) || count != 3 {
		t.Errorf("%d attempts, %v", count, err)
	}
}

func TestAbortsWithoutATraceAndTellsWhatIsWrong(t *testing.T) {
	createLedger(t, "go-aborts")
	driver := newDriver(t, "go-aborts", 4)
	run[any](t, driver, "CREATE TABLE Documents")
	_, err := driver.Execute(background, func(transaction qldbdriver.Transaction) (interface{}, error) {
		if _, err := transaction.Execute("INSERT INTO Documents ?", document{N: 1}); err != nil {
			return nil, err
		}
		return nil, transaction.Abort()
	})
	if err == nil {
		t.Error("an aborted transaction succeeded")
	}
	if found := run[document](t, driver, "SELECT * FROM Documents"); len(found) != 0 {
		t.Errorf("found %v", found)
	}
	_, err = driver.Execute(background, func(transaction qldbdriver.Transaction) (interface{}, error) {
		return transaction.Execute("SELECT * FROM Nowhere")
	})
	var refused *types.BadRequestException
	if !errors.As(err, &refused) || !strings.Contains(refused.ErrorMessage(), "No such variable named 'Nowhere'") {
		t.Errorf("refused with %v", err)
	}
}

func TestCarriesIonTypesThereAndBack(t *testing.T) {
	createLedger(t, "go-ion-types")
	driver := newDriver(t, "go-ion-types", 4)
	run[any](t, driver, "CREATE TABLE Documents")
	type values struct {
		Truth    bool             `ion:"truth"`
		Large    int64            `ion:"large"`
		Float    float64          `ion:"float"`
		Price    *ion.Decimal     `ion:"price"`
		Moment   ion.Timestamp    `ion:"moment"`
		Symbol   ion.SymbolToken  `ion:"symbol,symbol"`
		Text     string           `ion:"text"`
		Bytes    []byte           `ion:"bytes"`
		Numbers  []int            `ion:"numbers"`
		Nested   map[string]int64 `ion:"nested"`
		Optional *string          `ion:"optional"`
	}
	moment, err := ion.ParseTimestamp("2011-02-20T11:30:59.100-08:00")
	check(t, err)
	sent := values{
		Truth: true, Large: -1 << 62, Float: 0.1, Price: ion.MustParseDecimal("4.50"), Moment: moment, Symbol: ion.NewSymbolTokenFromString("a symbol"),
		Text: "Zażółć", Bytes: []byte{0, 255}, Numbers: []int{1, 2}, Nested: map[string]int64{"a": 1},
	}
	run[any](t, driver, "INSERT INTO Documents ?", sent)
	found := run[values](t, driver, "SELECT * FROM Documents")
	if len(found) != 1 || text(t, found[0]) != text(t, sent) {
		t.Errorf("sent %v\nfound %v", text(t, sent), text(t, found))
	}
}

func text(t *testing.T, value interface{}) string {
	t.Helper()
	marshalled, err := ion.MarshalText(value)
	check(t, err)
	return string(marshalled)
}

// The server that this runs against lets a transaction take a second.
func TestExpiryIsToldOnceAndTheDriverGoesOn(t *testing.T) {
	createLedger(t, "go-expiry")
	driver := newDriver(t, "go-expiry", 4)
	run[any](t, driver, "CREATE TABLE Documents")
	attempts := []string{}
	_, err := driver.Execute(background, func(transaction qldbdriver.Transaction) (interface{}, error) {
		attempts = append(attempts, transaction.ID())
		time.Sleep(1500 * time.Millisecond)
		return transaction.Execute("INSERT INTO Documents ?", document{N: 1})
	})
	var expired *types.InvalidSessionException
	if len(attempts) != 1 || !errors.As(err, &expired) || expired.ErrorMessage() != "Transaction "+attempts[0]+" has expired" {
		t.Errorf("%d attempts, %v", len(attempts), err)
	}
	if found := run[document](t, driver, "SELECT * FROM Documents"); len(found) != 0 {
		t.Errorf("found %v", found)
	}
}
