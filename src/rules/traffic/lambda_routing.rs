use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::yaml::{Kind, Node};

declare_rule! {
    /// An update of a Lambda alias that keeps or clears its split.
    ///
    /// ## What it does
    /// Says what an update without `RoutingConfig`, or with an empty map of weights, does: the first keeps the split
    /// that is there, the second ends it.
    ///
    /// ## Why is this bad
    /// The two look alike, and after a rollout the wrong one leaves a share of the traffic on the old version.
    ///
    /// ## Example
    /// ```yaml,bad
    /// FunctionVersion: "2"
    /// RoutingConfig: {AdditionalVersionWeights: {}}
    /// ```
    /// ```yaml,good
    /// FunctionVersion: "2"
    /// RoutingConfig: {AdditionalVersionWeights: {"3": 0.05}}
    /// ```
    ///
    /// ## References
    /// - <https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html>
    /// - <https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html>
    id: "traffic/lambda-routing", origin: Info, severity: Info, since: "0.1.0",
    run: Run::Operation(&["lambda/update-alias"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let config = object.get("RoutingConfig");
    let weights = config.get("AdditionalVersionWeights");
    if config.is_absent() && !object.get("FunctionVersion").is_absent() {
        ctx.advise(config, "without RoutingConfig the alias keeps the split it has")
            .help("an empty AdditionalVersionWeights ends the split");
    } else if config.is_set() && !config.is_wrong() && weights.is_empty() && config.node().is_some_and(is_map) {
        ctx.advise(weights, "without additional versions the split of the alias ends")
            .at(weights.key_span())
            .help("leave out RoutingConfig to keep the split");
    }
}

fn is_map(node: Node<'_>) -> bool {
    node.kind() == Kind::Map
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_update_without_routing_keeps_the_split() {
        let text = "# admit: as=lambda/update-alias\nFunctionVersion: '2'\n";
        let report = crate::lint::check(text, &crate::lint::Settings::default());
        let found: Vec<_> = report.diagnostics.iter().map(|found| found.rule.id).collect();
        assert_eq!(found, [super::RULE.id]);
    }
}
