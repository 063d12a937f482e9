use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A document that does not fit the JSON Schema its file is bound to.
    ///
    /// ## What it does
    /// Checks the documents of a file against the JSON Schema that `admit.yaml` (`files: [{paths: [menus/*.yaml],
    /// schema: menu.schema.json}]`) or `--schema 'menus/*.yaml=menu.schema.json'` binds to it. The schema is JSON or YAML,
    /// of any draft. It may refer to files beside it; nothing is ever fetched.
    ///
    /// ## Why is this bad
    /// Whatever reads the document expects what the schema says.
    ///
    /// ## Example
    /// With a schema that asks for a `menu` and a list of `dishes`, each with a name and a price that is not negative:
    /// ```yaml,bad
    /// menu: lunch
    /// dishes:
    /// - {name: soup, price: -1}
    /// ```
    /// ```yaml,good
    /// menu: lunch
    /// dishes:
    /// - {name: soup, price: 4.5}
    /// ```
    ///
    /// ## References
    /// - <https://json-schema.org/understanding-json-schema/>
    id: "schema/json-schema", origin: Policy, severity: Error, since: "0.1.0",
    run: Run::Line,
}
