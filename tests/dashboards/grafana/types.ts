// What Grafana's JSON is held to: its own types, one name for each part that is checked by itself.
import {
  AnnotationQuery,
  Dashboard,
  DashboardLink,
  FieldConfig,
  Panel,
  RowPanel,
  VariableModel,
} from './node_modules/@grafana/schema/dist/types/raw/dashboard/x/types.gen';
import * as stat from './node_modules/@grafana/schema/dist/types/raw/composable/stat/panelcfg/x/types.gen';
import * as table from './node_modules/@grafana/schema/dist/types/raw/composable/table/panelcfg/x/types.gen';
import * as text from './node_modules/@grafana/schema/dist/types/raw/composable/text/panelcfg/x/types.gen';
import * as timeseries from './node_modules/@grafana/schema/dist/types/raw/composable/timeseries/panelcfg/x/types.gen';

export type AnnotationPart = AnnotationQuery;
export type DashboardPart = Dashboard;
export type LinkPart = DashboardLink;
export type FieldConfigPart = FieldConfig;
export type PanelPart = Panel;
export type RowPart = RowPanel;
export type VariablePart = VariableModel;
export type StatPanelOptions = stat.Options;
export type TableOptions = table.Options;
export type TableCustom = table.FieldConfig;
export type TextOptions = text.Options;
export type TimeseriesOptions = timeseries.Options;
export type TimeseriesCustom = timeseries.FieldConfig;
